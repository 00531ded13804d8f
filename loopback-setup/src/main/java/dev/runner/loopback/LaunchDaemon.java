package dev.runner.loopback;

import java.nio.file.Path;
import java.util.List;

/**
 * The LaunchDaemon that adds the aliases of a network at every start of a Mac, where aliases live until the next
 * restart only (launchd.plist(5), launchctl(1)).
 */
record LaunchDaemon(LoopbackNetwork network, Path directory) {
    static final Path SYSTEM_DIRECTORY = Path.of("/Library/LaunchDaemons");

    String label() {
        return "dev.runner.loopback." + network.number();
    }

    Path file() {
        return directory.resolve(label() + ".plist");
    }

    String plist(int hosts) {
        LoopbackNetwork.checkHosts(hosts);
        return """
                <?xml version="1.0" encoding="UTF-8"?>
                <!DOCTYPE plist PUBLIC "-//Apple//DTD PLIST 1.0//EN" "http://www.apple.com/DTDs/PropertyList-1.0.dtd">
                <plist version="1.0">
                <dict>
                    <key>Label</key>
                    <string>%s</string>
                    <key>RunAtLoad</key>
                    <true/>
                    <key>ProgramArguments</key>
                    <array>
                        <string>/bin/sh</string>
                        <string>-c</string>
                        <string>%s</string>
                    </array>
                </dict>
                </plist>
                """.formatted(label(), script(hosts));
    }

    /** Has no characters that must be escaped in XML. */
    private String script(int hosts) {
        String alias = "/sbin/ifconfig lo0 alias 127." + network.number() + ".$i.1 netmask 255.255.255.255";
        return "i=0; while [ $i -lt " + hosts + " ]; do " + alias + "; i=$((i+1)); done; for i in "
                + LoopbackNetwork.MANAGER_ORDINAL + " " + LoopbackNetwork.COORDINATOR_ORDINAL + "; do " + alias
                + "; done";
    }

    /** launchd refuses a file that users other than root can change. */
    List<LoopbackAliasPlan.Step> install(Path staged) {
        return List.of(
                LoopbackAliasPlan.Step.other(
                        "sudo",
                        "install",
                        "-o",
                        "root",
                        "-g",
                        "wheel",
                        "-m",
                        "644",
                        staged.toString(),
                        file().toString()),
                LoopbackAliasPlan.Step.other("sudo", "launchctl", "bootstrap", "system", file().toString()));
    }

    /** May fail: the daemon may already have been unloaded by hand. */
    List<LoopbackAliasPlan.Step> unload() {
        return List.of(LoopbackAliasPlan.Step.thatMayFail("sudo", "launchctl", "bootout", "system/" + label()));
    }

    List<LoopbackAliasPlan.Step> delete() {
        return List.of(LoopbackAliasPlan.Step.other("sudo", "rm", file().toString()));
    }
}
