"""The pipeline as an Airflow DAG: a check of all settings and inputs, then one task per stage, each run by spark-submit.

Written for Airflow 3.3 with the Apache Spark provider 6.3 (requirements.txt in this folder). A worker needs:

* `spark-submit` on the PATH: your Spark's, or jobs/lib/bin of this project, which needs no Spark installation
* a connection `sunrise_spark`, such as `spark://host:7077`, `spark://yarn` or, for local mode, `spark://local%5B2%5D`;
  without it Airflow takes YARN
* this project at SUNRISE_HOME, unless the DAG file is loaded from its folder in the project
* on AMD processors MKL_DEBUG_CPU_TYPE=5 in its environment, which is passed to the executors

Each stage gets the run's logical date as the environment variable SUNRISE_DATE, so that a configuration can name a day's folder:
predict.output = "/data/labelled/"${SUNRISE_DATE}. Overrides may contain templates: predict.output=/data/labelled/{{ ds }}.

A stage that is up to date does nothing, and a training stage that was interrupted resumes from its last checkpoint, so tasks
can be cleared and retried at any time.
"""

import os
from datetime import datetime, timedelta, timezone
from pathlib import Path

from airflow.providers.apache.spark.operators.spark_submit import SparkSubmitOperator
from airflow.sdk import DAG, Param
from airflow.sdk.exceptions import AirflowException, AirflowFailException, AirflowRescheduleException, AirflowSkipException

HOME = Path(os.environ.get("SUNRISE_HOME", Path(__file__).resolve().parents[2]))
MKL = {name: os.environ[name] for name in ["MKL_DEBUG_CPU_TYPE"] if name in os.environ}


class SunriseStage(SparkSubmitOperator):
    """One stage, or the check. Its arguments come from the run's parameters, one of which is a list that a template cannot expand."""

    @staticmethod
    def date(context):
        """The day that the run is for; one that was triggered without a logical date is for the day it was triggered."""
        run = context["dag_run"]
        return (run.logical_date or run.run_after).date().isoformat()

    def skip(self, reason):
        self.log.info("skipped: %s", reason)  # Airflow's own line does not say why
        raise AirflowSkipException(reason)

    def execute(self, context):
        params = context["params"]
        if self.task_id == "predict" and not params["predict"]:
            self.skip("the parameter predict is off")
        if self.task_id in ["collect", "preprocess"] and params["downloaded_model"]:
            self.skip("the parameter downloaded_model is on: there is no text to learn from")
        workspace = [f'workspace="{params["workspace"]}"'] if params["workspace"] else []
        # The form sends an emptied field as null, and a last line break as an empty line.
        lines = [line for line in params["overrides"] or [] if line.strip()]
        # Airflow defines these two only for a run with a logical date.
        date = self.date(context)
        overrides = self.render_template(lines, {"ds": date, "ds_nodash": date.replace("-", ""), **context})
        if params["downloaded_model"]:
            # Without model.start-from, check refuses it.
            overrides.append("pretrain.epochs=0")
        command = ["pipeline", "--check"] if self.task_id == "check" else [self.task_id]
        self.application_args = [*command, "--config", params["config"], *workspace, *overrides]
        # A second attempt, while the first still runs, is refused in a line that names who holds the workspace.
        run = f"Airflow's run {context['dag_run'].run_id}, task {self.task_id}"
        self.env_vars = {**MKL, "SUNRISE_DATE": date, "SUNRISE_RUN": run}
        try:
            super().execute(context)
        except AirflowException as e:
            # Exit code 2 is wrong usage or configuration: a retry would fail too.
            if "Error code is: 2." in str(e):
                raise AirflowFailException(str(e)) from e
            # The process of a worker that was killed may still be at work. Waiting for it uses up no retry.
            if "the workspace is in use by" in str(e):
                self.log.warning("the workspace is in use; trying again in a minute")
                raise AirflowRescheduleException(datetime.now(timezone.utc) + timedelta(minutes=1)) from e
            raise


with DAG(
    dag_id="sunrise",
    description="From raw text to a pre-trained and fine-tuned model, its predictions and a report",
    doc_md=__doc__,
    schedule=None,
    catchup=False,
    # One run and one stage at a time: a workspace belongs to one process.
    max_active_runs=1,
    max_active_tasks=1,
    default_args={"retries": 2, "retry_delay": timedelta(minutes=1)},
    params={
        "config": Param(f"{HOME}/conf/demo.conf", type="string", description="The configuration file, on the worker."),
        "workspace": Param(f"{HOME}/work/airflow", type=["null", "string"],
                           description="The folder for the output of all stages; empty: the one in the configuration, as an absolute path."),
        "overrides": Param([], type=["null", "array"], items={"type": "string"},
                           description="Settings that override the file, one KEY=VALUE per line; may contain templates."),
        "predict": Param(False, type="boolean", description="Whether to label predict.input, whose path the configuration or the overrides set."),
        "downloaded_model": Param(False, type="boolean",
                                  description="Whether the model that model.start-from names is fine-tuned as it is: collect and "
                                              "preprocess are skipped, and pretrain.epochs is 0."),
        "jar": Param(f"{HOME}/target/sunrise.jar", type="string", description="The jar: a path on the worker, or a Hadoop URI."),
        "driver_memory": Param("3g", type="string", description="Memory of Spark's driver."),
    },
) as dag:

    def stage(name, **arguments):
        return SunriseStage(
            task_id=name,
            name=f"sunrise {name}",
            conn_id="sunrise_spark",
            application="{{ params.jar }}",
            java_class="io.sunrise.cli.Main",
            # The driver reads the configuration file, so it runs on the worker.
            deploy_mode="client",
            conf={
                "spark.driver.memory": "{{ params.driver_memory }}",
                "spark.driver.extraJavaOptions": f"-Dlog4j2.configurationFile=file:{HOME}/conf/log4j2.properties",
                **{f"spark.executorEnv.{key}": value for key, value in MKL.items()},
            },
            **arguments,
        )

    # Wrong paths and settings of any stage are told before the first one runs.
    check, collect, preprocess = stage("check", retries=0), stage("collect"), stage("preprocess")
    pretrain = stage("pretrain", trigger_rule="none_failed")
    label, finetune, predict = stage("label"), stage("finetune"), stage("predict")
    report = stage("report", trigger_rule="none_failed")

    check >> collect >> preprocess >> pretrain >> label >> finetune >> predict >> report
