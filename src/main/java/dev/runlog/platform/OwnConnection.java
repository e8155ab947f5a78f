package dev.runlog.platform;

import io.agroal.api.AgroalDataSource;
import io.agroal.api.security.SimplePassword;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import org.postgresql.ds.PGSimpleDataSource;

/** Connections outside the pools, to where a pool's lead. */
final class OwnConnection {
    /** Nothing is stored through these; even a notification would wait for the disk otherwise. */
    private static final String NOTHING_TO_KEEP = "-c synchronous_commit=off";

    private OwnConnection() {}

    /**
     * Opens one.
     *
     * @param name under which the database lists it
     * @param patience how long the database is waited for, at first and with each statement
     */
    static Connection to(AgroalDataSource pool, String name, Duration patience) throws SQLException {
        var factory = pool.getConfiguration().connectionPoolConfiguration().connectionFactoryConfiguration();
        var source = new PGSimpleDataSource();
        source.setUrl(factory.jdbcUrl());
        source.setConnectTimeout((int) patience.toSeconds());
        source.setSocketTimeout((int) patience.toSeconds());
        source.setApplicationName(name);
        source.setOptions(NOTHING_TO_KEEP);
        if (factory.principal() != null) {
            source.setUser(factory.principal().getName());
        }
        for (var credential : factory.credentials()) {
            if (credential instanceof SimplePassword password) {
                source.setPassword(password.getWord());
            }
        }
        return source.getConnection();
    }
}
