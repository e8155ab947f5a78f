package dev.runlog.run;

import jakarta.persistence.AttributeConverter;
import jakarta.persistence.Converter;

/** Stores a status as its label. */
@Converter
class RunStatusConverter implements AttributeConverter<RunStatus, String> {

    @Override
    public String convertToDatabaseColumn(RunStatus status) {
        return status == null ? null : status.label();
    }

    @Override
    public RunStatus convertToEntityAttribute(String label) {
        return label == null ? null : RunStatus.of(label).orElseThrow();
    }
}
