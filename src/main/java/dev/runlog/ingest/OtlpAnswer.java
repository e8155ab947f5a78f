package dev.runlog.ingest;

import com.fasterxml.jackson.annotation.JsonInclude;

/**
 * OTLP's answer to what was taken ({@code ExportLogsServiceResponse}), as its JSON has it.
 *
 * @param partialSuccess null where all was taken and there is nothing to warn of
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
record OtlpAnswer(PartialSuccess partialSuccess) {

    /** @param rejectedLogRecords a 64-bit integer, which is a string in protobuf's JSON */
    record PartialSuccess(String rejectedLogRecords, String errorMessage) {}
}
