/** One test per shape of code that is hard to weave, each explored over suspensions, failures and cancellations. */
package dev.jacquard.weavingtests.shapes;
