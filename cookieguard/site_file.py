"""Reads a site definition from a YAML file and tells at which line a mistake stands."""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import yaml

from cookieguard.domain.finding import Finding
from cookieguard.errors import InvalidDefinition

LARGEST_BYTES = 256 * 1024
DEEPEST = 8

_BOOL = ("tag:yaml.org,2002:bool", re.compile(r"(?:true|false)\Z"))
# Longer ones stay texts: Python refuses to read thousands of digits, with an error of its own.
_INT = ("tag:yaml.org,2002:int", re.compile(r"-?(?:0|[1-9][0-9]{0,30})\Z"))
_NULL = ("tag:yaml.org,2002:null", re.compile(r"(?:null|~|)\Z"))


class _Loader(yaml.SafeLoader):
    """YAML with the scalars of version 1.2, where `no` is a language and not a refusal."""

    # By the first letter of the scalar; "" stands for an empty one.
    yaml_implicit_resolvers = {  # noqa: RUF012  # PyYAML's own name for a table of the class
        **{letter: [_BOOL] for letter in "tf"},
        **{letter: [_INT] for letter in "-0123456789"},
        **{letter: [_NULL] for letter in ("n", "~", "")},
    }


class SiteFile:
    """A parsed definition that remembers its lines."""

    def __init__(self, text: str, name: str) -> None:
        self.name = name
        self._root = _compose(text, name)
        self.definition: Any = _Loader("").construct_document(self._root)

    @classmethod
    def read(cls, path: Path) -> SiteFile:
        """Read the file at `path`; raises InvalidDefinition when it is not one readable YAML document."""
        try:
            content = path.read_bytes()
            text = content.decode("utf-8")
        except OSError as error:
            raise InvalidDefinition(
                f"{path}: cannot be read ({error.strerror}); nothing was changed."
            ) from None
        except UnicodeDecodeError:
            raise InvalidDefinition(f"{path}: is not UTF-8; save it as UTF-8. Nothing was changed.") from None
        if len(content) > LARGEST_BYTES:
            raise InvalidDefinition(f"{path}: is larger than any site definition; nothing was changed.")
        return cls(text, str(path))

    def explain(self, findings: Sequence[Finding]) -> list[str]:
        """Return one line of text a finding: file, line, what is wrong and the mend."""
        return [f"{self.name}:{self._line(finding.path)}: {finding}" for finding in findings]

    def _line(self, path: Sequence[str | int]) -> int:
        """Return the line (from 1) of the deepest part of `path` that is in the file."""
        node: yaml.Node = self._root
        line = node.start_mark.line
        for step in path:
            found = _child(node, step)
            if found is None:
                break
            line, node = found
        return line + 1


def _compose(text: str, name: str) -> yaml.Node:
    try:
        depth = 0
        for event in yaml.parse(text, Loader=_Loader):
            _refuse_special(event, name)
            depth += isinstance(event, yaml.CollectionStartEvent) - isinstance(event, yaml.CollectionEndEvent)
            if depth > DEEPEST:
                raise InvalidDefinition(
                    f"{name}: nests deeper than any site definition; nothing was changed."
                )
        root = yaml.compose(text, Loader=_Loader)
    except yaml.reader.ReaderError as error:
        line = text.count("\n", 0, error.position) + 1
        raise InvalidDefinition(
            f"{name}:{line}: holds a control character; remove it. Nothing was changed."
        ) from None
    except yaml.YAMLError as error:
        mark: Any = getattr(error, "problem_mark", None)
        place = f"{name}:{mark.line + 1}" if mark else name
        reason = getattr(error, "problem", None) or "cannot be read"
        raise InvalidDefinition(
            f"{place}: {reason}; check indentation and quotes. Nothing was changed."
        ) from None
    if root is None:
        raise InvalidDefinition(f"{name}: is empty; nothing was changed.")
    _refuse_twins(root, name)
    return root


def _refuse_special(event: yaml.Event, name: str) -> None:
    """Refuse what no definition needs: an alias can unfold without end, a tag can make any kind of value."""
    special = "an alias (*name)" if isinstance(event, yaml.AliasEvent) else "a tag (!name)"
    if isinstance(event, yaml.AliasEvent) or getattr(event, "tag", None) is not None:
        mark: Any = event.start_mark
        raise InvalidDefinition(
            f"{name}:{mark.line + 1}: holds {special}; write the plain value. Nothing was changed."
        )


def _refuse_twins(node: yaml.Node, name: str) -> None:
    if isinstance(node, yaml.MappingNode):
        seen: set[str] = set()
        for key, value in node.value:
            place = f"{name}:{key.start_mark.line + 1}"
            if not isinstance(key, yaml.ScalarNode):
                raise InvalidDefinition(f"{place}: a name is a plain word. Nothing was changed.")
            if key.value in seen:
                raise InvalidDefinition(f"{place}: {key.value} stands twice; keep one. Nothing was changed.")
            seen.add(key.value)
            _refuse_twins(value, name)
    elif isinstance(node, yaml.SequenceNode):
        for value in node.value:
            _refuse_twins(value, name)


def _child(node: yaml.Node, step: str | int) -> tuple[int, yaml.Node] | None:
    if isinstance(node, yaml.MappingNode):
        for key, value in node.value:
            if key.value == step:
                return key.start_mark.line, value
    if isinstance(node, yaml.SequenceNode) and isinstance(step, int) and step < len(node.value):
        return node.value[step].start_mark.line, node.value[step]
    return None
