package io.sunrise.process;

import static org.assertj.core.api.Assertions.assertThat;

import io.sunrise.process.Processes.Running;
import java.io.File;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** An S3 server in a process of its own, with one bucket. */
final class S3Server implements AutoCloseable {
  static final String BUCKET = "sunrise";
  private static final Pattern ADDRESS =
      Pattern.compile("Running on (http://127\\.0\\.0\\.1:\\d+)");

  /** What hadoop-aws needs beside Spark's own jars. */
  private static final Pattern CONNECTOR =
      Pattern.compile(
          ".*/(hadoop-aws|aws-java-sdk|jmespath|ion-java|joda-time|httpc|jackson-dataformat-cbor)"
              + "[^/]*\\.jar");

  private final Running server;
  private final String endpoint;

  S3Server(Path log) throws IOException, InterruptedException {
    server = Processes.start(log, Map.of(), List.of("src/test/s3/serve.sh"));
    server.await("an S3 server", printed -> ADDRESS.matcher(printed).find());
    Matcher address = ADDRESS.matcher(server.printed());
    assertThat(address.find()).isTrue();
    endpoint = address.group(1);
    HttpRequest bucket =
        HttpRequest.newBuilder(URI.create(endpoint + "/" + BUCKET))
            .PUT(BodyPublishers.noBody())
            .build();
    assertThat(HttpClient.newHttpClient().send(bucket, BodyHandlers.ofString()).statusCode())
        .isEqualTo(200);
  }

  /** Hadoop's settings that lead to it. */
  Map<String, String> settings() {
    return Map.of(
        "fs.s3a.endpoint", endpoint,
        "fs.s3a.endpoint.region", "us-east-1",
        "fs.s3a.path.style.access", "true",
        "fs.s3a.access.key", "key",
        "fs.s3a.secret.key", "secret");
  }

  /** spark-submit's arguments that lead to it. */
  String sparkArguments() {
    String jars =
        Stream.of(System.getProperty("java.class.path").split(File.pathSeparator))
            .filter(jar -> CONNECTOR.matcher(jar).matches())
            .collect(Collectors.joining(File.pathSeparator));
    assertThat(jars).contains("hadoop-aws", "aws-java-sdk-s3");
    return settings().entrySet().stream()
        .map(setting -> "--conf spark.hadoop." + setting.getKey() + "=" + setting.getValue())
        .collect(Collectors.joining(" ", "--driver-class-path " + jars + " ", ""));
  }

  @Override
  public void close() {
    server.close();
  }
}
