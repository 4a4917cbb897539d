# The images that docker/base.sh makes on Debian 12.
FROM sunrise-debian AS build
ENV PIP_CERT=/etc/ssl/certs/ca-certificates.crt
# Debian's own versions, all of which work.
# hadolint ignore=DL3008
RUN apt-get update \
    && apt-get install -y --no-install-recommends openjdk-17-jdk-headless maven python3 python3-pip \
    && rm -rf /var/lib/apt/lists/*

# PyPI's pyspark is a whole Spark, with the jars for YARN and Kubernetes.
FROM build AS pyspark
RUN pip install --no-cache-dir --no-deps --target=/pyspark pyspark==3.5.7

FROM sunrise-debian AS spark
# hadolint ignore=DL3008
RUN apt-get update \
    && apt-get install -y --no-install-recommends openjdk-17-jre-headless procps python3-minimal tini \
    && rm -rf /var/lib/apt/lists/*
COPY --from=pyspark /pyspark/pyspark /opt/spark
ENV SPARK_HOME=/opt/spark
WORKDIR /opt/spark/work-dir
# The user of Spark's official image.
RUN useradd --system --uid 185 --gid 0 --no-create-home spark \
    && chown 185:0 /opt/spark/work-dir && chmod g+w /opt/spark/work-dir
USER 185
ENTRYPOINT ["tini", "--"]
