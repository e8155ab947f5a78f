package dev.runlog.platform;

import org.hibernate.boot.model.TypeContributions;
import org.hibernate.boot.model.TypeContributor;
import org.hibernate.service.ServiceRegistry;
import org.hibernate.type.descriptor.jdbc.TimestampUtcAsOffsetDateTimeJdbcType;

/**
 * Times of entities go to the database as all others do. Hibernate would make a {@link java.sql.Timestamp} of an {@code
 * Instant}, which the driver writes by the Julian calendar before 15 October 1582: as another day.
 */
public final class EntityTimes implements TypeContributor {
    @Override
    public void contribute(TypeContributions types, ServiceRegistry registry) {
        types.contributeJdbcType(TimestampUtcAsOffsetDateTimeJdbcType.INSTANCE);
    }
}
