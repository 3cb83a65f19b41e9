package dev.jacquard.samples.debugging;

import com.sun.jdi.Bootstrap;
import com.sun.jdi.VirtualMachine;
import com.sun.jdi.connect.Connector.Argument;
import com.sun.jdi.connect.LaunchingConnector;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.lang.management.ManagementFactory;
import java.util.Map;

/** A program with the agent in a JVM that is debugged, as IDEs do it. */
final class Debuggee {
    private Debuggee() {}

    /** Launches it; it waits before its first instruction. */
    static VirtualMachine launch(Class<?> main) throws Exception {
        LaunchingConnector connector = Bootstrap.virtualMachineManager().defaultConnector();
        Map<String, Argument> with = connector.defaultArguments();
        String agent = ManagementFactory.getRuntimeMXBean().getInputArguments().stream()
                .filter(a -> a.startsWith("-javaagent:") && a.contains("jacquard-agent"))
                .findFirst()
                .orElseThrow();
        with.get("home").setValue(System.getProperty("java.home"));
        with.get("options")
                .setValue("-Dfile.encoding=UTF-8 \""
                        + agent
                        + "\" -cp \""
                        + System.getProperty("java.class.path")
                        + "\"");
        with.get("main").setValue(main.getName());
        VirtualMachine vm = connector.launch(with);
        drain(vm.process().getInputStream());
        drain(vm.process().getErrorStream());
        return vm;
    }

    private static void drain(InputStream stream) {
        Thread reader = new Thread(() -> {
            try {
                stream.transferTo(OutputStream.nullOutputStream());
            } catch (IOException e) {
                // it has ended
            }
        });
        reader.setDaemon(true);
        reader.start();
    }
}
