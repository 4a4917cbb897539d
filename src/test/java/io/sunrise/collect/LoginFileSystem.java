package io.sunrise.collect;

import java.io.IOException;
import java.net.URI;
import org.apache.hadoop.conf.Configuration;
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
  public URI getUri() {
    return uri == null ? super.getUri() : uri;
  }
}
