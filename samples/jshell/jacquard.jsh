// After mvn package: jshell -R-javaagent:agent/target/jacquard-agent.jar --class-path runtime/core/target/classes:annotations/target/classes --startup DEFAULT --startup samples/jshell/jacquard.jsh
import static dev.jacquard.Asyncio.*;
import dev.jacquard.*;
import dev.jacquard.annotations.Async;
import java.time.Duration;
