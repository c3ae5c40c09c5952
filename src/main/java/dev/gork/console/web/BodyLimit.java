package dev.gork.console.web;

import dev.gork.BulkRequest;
import dev.gork.config.JobLimits;
import dev.gork.config.Settings;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.servlet.http.HttpServletRequest;

/** How long a request's body may be. What says that it is longer is refused before anything of it is read. */
@ApplicationScoped
public class BodyLimit {
    /** A name, a password and a page's address, encoded. */
    public static final int FORM = 20_000;

    /** What a body may have beside a job's arguments, or beside ids. */
    private static final int MARGIN = 10_000;

    /** An id of four bytes a character, with its quotes and a comma. */
    private static final int MAX_ID_BYTES = 4 * JobLimits.MAX_ID_LENGTH + 4;

    @Inject
    Settings settings;

    /** Returns the bytes that a job may take, in a request for one. */
    public int ofJob() {
        return settings.maxPayloadSize() + MARGIN;
    }

    /** Returns the bytes that a request for many jobs may take. */
    public int ofBulk() {
        return Math.max(ofJob(), BulkRequest.MAX_IDS * MAX_ID_BYTES + MARGIN);
    }

    /** Returns the bytes that a request may take at most, whoever sends it. */
    public int limit(HttpServletRequest request) {
        return RequestHeaders.isApi(request) ? ofBulk() : FORM;
    }
}
