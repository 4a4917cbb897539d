package io.sunrise;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class UserInfoTest {
  @ParameterizedTest
  @CsvSource({
    "s3a://key:secret@bucket/x, s3a://bucket/x",
    "s3a://key:sec/r+et@bucket/x, s3a://bucket/x",
    "hdfs://user:p@ss@host:8020/x, hdfs://host:8020/x",
    "ftp://user@host/x, ftp://host/x",
    "text:ftp://u:p@host/{a;b}/*.txt, text:ftp://host/{a;b}/*.txt"
  })
  void aUserNameAndPasswordAreTakenOutOfAUri(String uri, String hidden) {
    assertThat(UserInfo.hide(uri)).isEqualTo(hidden);
    assertThat(UserInfo.hide("cannot read " + uri + ", nor " + uri + "."))
        .isEqualTo("cannot read " + hidden + ", nor " + hidden + ".");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "abfss://container@account.dfs.core.windows.net/x",
        "hdfs://host:8020/mail@example.com/x",
        "hdfs://[::1]:8020/mail@example.com/x",
        "file:///home/mail@example.com",
        "/home/a:b@c/x",
        "write to me@example.com",
        "hdfs://host/x, mail me:or you@example.com"
      })
  void whatIsNoUserInformationStays(String text) {
    assertThat(UserInfo.hide(text)).isEqualTo(text);
  }

  @Test
  void noFailureTellsAPassword() {
    assertThat(new SunriseException("ftp://u:secret@host/x: no such file"))
        .hasMessage("ftp://host/x: no such file");
    assertThat(SunriseException.of("%s: gone", "ftp://u:secret@host/x"))
        .hasMessage("ftp://host/x: gone");
  }
}
