"""A life laid out for one language: which words fit on a line, and which need a number instead."""

from __future__ import annotations

from collections.abc import Iterator

from .boxes import KNOT, LABEL, MARGIN, Box, around, boxes, width_of
from .definition import Workflow
from .layout import Move, plan
from .routes import Line, Ports, lines
from .wording import said

RIM = 6.0  # kept free around boxes


class Picture:
    """Everything in its place: boxes, lines, captions on lines, numbers for the rest."""

    def __init__(self, workflow: Workflow, language: str) -> None:
        self.workflow = workflow
        self.language = language
        self.plan = plan(workflow)
        ports = Ports(self.plan)
        titles = {name: said(state.title, language) for name, state in workflow.states.items()}
        self.boxes = boxes(self.plan, titles, {name: ports.count(name) for name in self.plan.cells})
        self.lines = lines(self.plan, self.boxes, ports)
        self.captions = self._alike(dict(self._captions()))
        self.numbers = {name: number for number, name in enumerate(self._numbered(), 1)}

    def title(self, transition: str) -> str:
        """What a transition is called."""
        return said(self.workflow.transitions[transition].title, self.language)

    def frame(self) -> Box:
        """The rectangle that holds it all."""
        points = [point for line in self.lines for point in line.samples]
        ends = [*self.boxes.values(), *self.captions.values()]
        left = min([box.x for box in ends] + [x for x, _ in points]) - MARGIN
        right = max([box.right for box in ends] + [x for x, _ in points]) + MARGIN
        bottom = max([box.bottom for box in ends] + [y for _, y in points]) + MARGIN + KNOT
        return Box(left, 0, right - left, bottom)

    def _captions(self) -> Iterator[tuple[Move, Box]]:
        """Lines of one transition whose title fits on them and touches nothing else."""
        taken = [box.grown(RIM) for box in self.boxes.values()]
        for line in sorted(self.lines, key=lambda line: not line.upright):
            if len(line.move.names) == 1 and (place := self._free_place(line, taken)):
                taken.append(place)
                yield line.move, place

    def _free_place(self, line: Line, taken: list[Box]) -> Box | None:
        width = width_of(self.title(line.move.names[0]), LABEL) + 8
        others = [other for other in self.lines if other is not line]
        points = [point for other in others for point in other.samples]
        knots = [
            around(other.number(place), 2 * KNOT, 2 * KNOT)
            for other in others for place in range(len(other.move.names))
        ]
        for part in (0.5, 0.42, 0.58):
            place = around(line.middle(part), width, LABEL + 5)
            if not any(place.touches(box) for box in (*taken, *knots)) and not any(map(place.holds, points)):
                return place
        return None

    def _alike(self, captions: dict[Move, Box]) -> dict[Move, Box]:
        """Beside the chain a transition has either its title on each of its lines or its number on each."""
        beside = [move for move in self.plan.moves if not self._on_chain(move)]
        mixed = {name for move in beside if move not in captions for name in move.names}
        return {
            move: place for move, place in captions.items()
            if move not in beside or mixed.isdisjoint(move.names)
        }

    def _on_chain(self, move: Move) -> bool:
        return not (self.plan.cells[move.source][1] or self.plan.cells[move.target][1])

    def _numbered(self) -> Iterator[str]:
        found = {name for move in self.plan.moves if move not in self.captions for name in move.names}
        for marked in (self.plan.stays, self.plan.returns):
            found.update(*marked.values())
        return (name for name in self.workflow.transitions if name in found)
