"""hold.py PORT N: opens N connections, lets each be answered once, says HELD, and holds them until its input ends."""
import resource
import socket
import sys

port, n = int(sys.argv[1]), int(sys.argv[2])
soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
if soft < n + 100:
    resource.setrlimit(resource.RLIMIT_NOFILE, (min(n + 100, hard), hard))
held = []
for i in range(n):
    s = socket.create_connection(("127.0.0.1", port))
    s.sendall(b"x" * 64)
    got = 0
    while got < 64:
        data = s.recv(64)
        if not data:
            sys.exit("the server closed connection %d" % i)
        got += len(data)
    held.append(s)
print("HELD", flush=True)
sys.stdin.read()
