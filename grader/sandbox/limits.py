"""What one submission may use of the machine."""

from __future__ import annotations

from pydantic import BaseModel, ConfigDict, Field


class Limits(BaseModel):
    """What one submission may use. Seconds are wall time; memory is on top of the warm server's own."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    call_seconds: float = Field(10, gt=0, description="one call of the student's code")
    total_seconds: float = Field(60, gt=0, description="all checks of one submission together")
    memory_mb: int = Field(1024, gt=0)
    output_kb: int = Field(256, gt=0, description="what one call may print")
    reply_mb: int = Field(32, gt=0, description="what one call may return")
    disk_mb: int = Field(32, gt=0)

    @property
    def judging_seconds(self) -> float:
        """CPU seconds that the trusted process may take for one check, loading data included."""
        return max(10.0, 2 * self.call_seconds)
