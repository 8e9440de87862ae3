"""What numba has no words for, as instructions for LLVM (extra `fast`).

What is made of these functions numba keeps by the file that calls them: after a change here that
has to be saved anew, too.
"""

from typing import Any

from numba import types
from numba.core.cgutils import ir
from numba.extending import intrinsic

_EDGES = (*b'\n"\0', "\ufffd".encode()[0])
"""What ends a cell beside the delimiter, opens or closes it, or may not be in it."""


def _edges(_: Any, data: Any, place: Any, delimiter: Any) -> Any:
    """A bit for each of the 64 bytes from `place` on that may end a cell, compared at once: numba
    makes that of a loop only as long as nothing but bytes come of it.
    """

    def build(context: Any, to: Any, _: Any, given: Any) -> Any:
        many = ir.VectorType(ir.IntType(8), 64)
        start = to.gep(context.make_array(data)(context, to, given[0]).data, [given[1]])
        read = to.load(to.bitcast(start, many.as_pointer()))
        read.align = 1
        other = ir.Constant(many, ir.Undefined)
        one = to.insert_element(other, given[2], ir.Constant(ir.IntType(32), 0))
        all_of_it = ir.Constant(ir.VectorType(ir.IntType(32), 64), [0] * 64)
        found = to.icmp_unsigned("==", read, to.shuffle_vector(one, other, all_of_it))
        for byte in _EDGES:
            same = to.icmp_unsigned("==", read, ir.Constant(many, [byte] * 64))
            found = to.or_(found, same)
        return to.bitcast(found, ir.IntType(64))

    return types.uint64(data, place, delimiter), build


edges_at: Any = intrinsic(_edges)


def _words(_: Any, address: Any) -> Any:
    """A pointer to the words at an address."""

    def build(_: Any, to: Any, __: Any, given: Any) -> Any:
        return to.inttoptr(given[0], ir.IntType(64).as_pointer())

    return types.CPointer(types.uint64)(address), build


words_at: Any = intrinsic(_words)
