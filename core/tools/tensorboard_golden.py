"""Writes the file that TensorBoardEventsTest compares with, by TensorBoard's own messages and record writer.

Run with tensorboard 2.21.0 and numpy 2.4.6:
    python core/tools/tensorboard_golden.py core/src/test/resources/dev/espalier/store/golden.tfevents
"""

import sys

import numpy as np
from tensorboard.compat.proto.event_pb2 import Event, SessionLog
from tensorboard.compat.proto.summary_pb2 import HistogramProto, Summary
from tensorboard.summary.writer.record_writer import RecordWriter

WALL_TIME = 1767225600.25

values = np.array([1.0, 1.25, 1.5, 1.5, 4.0])
counts, edges = np.histogram(values, bins=30)
histogram = HistogramProto(
    min=values.min(),
    max=values.max(),
    num=len(values),
    sum=values.sum(),
    sum_squares=np.square(values).sum(),
    bucket_limit=1.0 + np.arange(1, 31) * (3.0 / 30),
    bucket=counts,
)
assert np.allclose(histogram.bucket_limit, edges[1:])

with open(sys.argv[1], "wb") as file:
    records = RecordWriter(file)
    for event in (
        Event(wall_time=WALL_TIME, file_version="brain.Event:2"),
        Event(wall_time=WALL_TIME, step=5001, session_log=SessionLog(status=SessionLog.START)),
        Event(
            wall_time=WALL_TIME,
            step=6000,
            summary=Summary(
                value=[
                    Summary.Value(tag="rollout/ep_rew_mean", simple_value=-12.5),
                    Summary.Value(tag="time/fps", simple_value=61.1),
                ]
            ),
        ),
        Event(wall_time=WALL_TIME, step=1 << 40, summary=Summary(value=[Summary.Value(tag="theta", histo=histogram)])),
    ):
        records.write(event.SerializeToString())
