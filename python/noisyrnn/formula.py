"""Activations that are formulas of a: the text that a model file has of them."""

import ast
import math
import operator

import numpy as np

from .arrays import namespace
from .noise import UnsupportedError

_OPERATORS = {ast.Add: operator.add, ast.Sub: operator.sub, ast.Mult: operator.mul, ast.Div: operator.truediv, ast.Pow: operator.pow}
_CONSTANTS = {"pi": math.pi, "e": math.e}
_KINKED = {"max", "min", "abs", "relu", "sqrt", "log"}


def formula(text, functions):
    """The formula as a function of arrays or tensors.

    text       "max(0, a)^2"
    functions  functions of one argument by name, beside those that NumPy and PyTorch have
    """
    try:
        tree = ast.parse(text.replace("^", "**"), mode="eval").body
    except SyntaxError:
        raise UnsupportedError(f"activation '{text}': no formula") from None
    # What is not known is refused here, not in the middle of a run.
    with np.errstate(all="ignore"):
        _value(tree, np.ones(1), functions)
    return lambda a: _value(tree, a, functions)


def has_kinks(text):
    """Whether the formula may have kinks, so that a rule for smooth functions is none for it."""
    return any(isinstance(node, ast.Call) and node.func.id in _KINKED or isinstance(node, (ast.Pow, ast.Div)) for node in ast.walk(ast.parse(text.replace("^", "**"), mode="eval")))


def _value(node, a, functions):
    xp = namespace(a)
    if isinstance(node, ast.Constant):
        return xp.zeros_like(a) + node.value
    if isinstance(node, ast.Name) and node.id in _CONSTANTS:
        return xp.zeros_like(a) + _CONSTANTS[node.id]
    if isinstance(node, ast.Name) and node.id == "a":
        return a
    if isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.USub):
        return -_value(node.operand, a, functions)
    if isinstance(node, ast.BinOp) and type(node.op) in _OPERATORS:
        exponent = node.right.value if isinstance(node.op, ast.Pow) and isinstance(node.right, ast.Constant) else _value(node.right, a, functions)
        return _OPERATORS[type(node.op)](_value(node.left, a, functions), exponent)
    if isinstance(node, ast.Call) and isinstance(node.func, ast.Name):
        arguments = [_value(argument, a, functions) for argument in node.args]
        if node.func.id in ("max", "min"):
            return {"max": xp.maximum, "min": xp.minimum}[node.func.id](*arguments)
        if node.func.id in functions:
            return functions[node.func.id](*arguments)
        if node.func.id in ("abs", "exp", "log", "sqrt", "tanh", "sin", "cos"):
            return getattr(xp, node.func.id)(*arguments)
    raise UnsupportedError(f"activation '{ast.unparse(node)}' of a formula")
