package dev.jacquard.web;

/** The WebSockets that an application has open. */
final class OpenSockets {
    /** Says goodbye to all, with 1001. */
    void goAway() {}
}
