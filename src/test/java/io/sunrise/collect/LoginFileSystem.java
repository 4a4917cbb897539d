package io.sunrise.collect;

import java.io.IOException;
import java.net.URI;
import java.util.Arrays;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.RawLocalFileSystem;

/** The local disk under URIs that carry a user name and password, as those of FTP do. */
public final class LoginFileSystem extends RawLocalFileSystem {
  private URI uri;

  @Override
  public void initialize(URI location, Configuration configuration) throws IOException {
    uri = URI.create(location.getScheme() + "://" + location.getAuthority());
    super.initialize(location, configuration);
  }

  @Override
  public FileStatus getFileStatus(Path path) throws IOException {
    return plain(super.getFileStatus(path));
  }

  @Override
  public FileStatus[] listStatus(Path path) throws IOException {
    return Arrays.stream(super.listStatus(path))
        .map(LoginFileSystem::plain)
        .toArray(FileStatus[]::new);
  }

  /** Without permissions, which are looked up by URIs of the local disk only. */
  private static FileStatus plain(FileStatus status) {
    return new FileStatus(
        status.getLen(),
        status.isDirectory(),
        1,
        status.getBlockSize(),
        status.getModificationTime(),
        status.getPath());
  }

  @Override
  public URI getUri() {
    return uri == null ? super.getUri() : uri;
  }
}
