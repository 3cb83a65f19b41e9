/** An HTTP client whose requests are awaited: {@link dev.jacquard.web.client.ClientSession}. */
@NullMarked
package dev.jacquard.web.client;

import org.jspecify.annotations.NullMarked;
