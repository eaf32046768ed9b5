"""
What the drawing process takes from itself before it touches a stranger's file.

Limits of time and memory everywhere; on Linux also a filter of system calls: no network, no other
process, no file opened any more. It runs by itself and imports nothing of the house.
"""

import ctypes
import os
import resource
import struct
import sys

CPU_SECONDS = 15
MEMORY = 1024 * 1024 * 1024
_NO_NEW_PRIVILEGES, _SECCOMP, _FILTER = 38, 22, 2
_ALLOW, _REFUSE = 0x7FFF0000, 0x00050000 | 13  # 13 = EACCES
_NEW_USER_AND_NETWORK = 0x10000000 | 0x40000000
# socket, connect, socketpair, execve, execveat, fork, vfork, clone, clone3, ptrace, open, creat,
# openat, openat2, unlink, unlinkat, rename, renameat, renameat2, process_vm_readv, bpf, io_uring
_X86_64 = (
    *(41, 42, 53, 59, 322, 57, 58, 56, 435, 101, 2, 85, 257, 437, 87, 263, 82, 264, 316),
    *(310, 321, 425),
)
_AARCH64 = (198, 203, 199, 221, 281, 220, 435, 117, 56, 437, 35, 38, 276, 270, 280, 425)
_MACHINES = {"x86_64": (0xC000003E, _X86_64), "aarch64": (0xC00000B7, _AARCH64)}
_X32_BIT = 0x40000000


def confine() -> list[str]:
    """Return what could be switched on."""
    resource.setrlimit(resource.RLIMIT_CPU, (CPU_SECONDS, CPU_SECONDS))
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    resource.setrlimit(resource.RLIMIT_NOFILE, (16, 16))
    done = ["limits"]
    if sys.platform != "linux":
        return done
    libc = ctypes.CDLL(None, use_errno=True)
    if libc.unshare(_NEW_USER_AND_NETWORK) == 0:
        done.append("network")
    if libc.prctl(_NO_NEW_PRIVILEGES, 1, 0, 0, 0) == 0 and _install_filter(libc):
        done.append("calls")
    return done


def _step(code: int, if_true: int, if_false: int, value: int) -> bytes:
    return struct.pack("HBBI", code, if_true, if_false, value)


def _install_filter(libc: ctypes.CDLL) -> bool:
    known = _MACHINES.get(os.uname().machine)
    if known is None:
        return False
    machine, refused = known
    load, equal, at_least, answer = 0x20, 0x15, 0x35, 0x06
    steps = [
        _step(load, 0, 0, 4),
        _step(equal, 1, 0, machine),
        _step(answer, 0, 0, _REFUSE),
        _step(load, 0, 0, 0),
        _step(at_least, 0, 1, _X32_BIT),
        _step(answer, 0, 0, _REFUSE),
    ]
    for number in refused:
        steps += [_step(equal, 0, 1, number), _step(answer, 0, 0, _REFUSE)]
    steps.append(_step(answer, 0, 0, _ALLOW))
    raw = b"".join(steps)
    held = ctypes.create_string_buffer(raw, len(raw))

    class Program(ctypes.Structure):
        _fields_ = (("length", ctypes.c_ushort), ("steps", ctypes.c_void_p))

    program = Program(len(steps), ctypes.addressof(held))
    return int(libc.prctl(_SECCOMP, _FILTER, ctypes.byref(program), 0, 0)) == 0
