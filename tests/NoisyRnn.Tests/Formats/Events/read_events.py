"""Reads event files as TensorBoard does, by libraries of others: crcmod for the checksums of the records, protobuf for the messages.

The messages are those of tensorboard/compat/proto/event.proto and summary.proto, as far as scalars go; unknown fields fail.
Prints a line for each scalar: file, tag, step, wall time, value.
"""

import pathlib
import struct
import sys

import crcmod.predefined
from google.protobuf import descriptor_pb2, descriptor_pool, message_factory

F = descriptor_pb2.FieldDescriptorProto
MESSAGES = {
    "PluginData": [("plugin_name", 1, F.TYPE_STRING), ("content", 2, F.TYPE_BYTES)],
    "SummaryMetadata": [("plugin_data", 1, "PluginData"), ("display_name", 2, F.TYPE_STRING), ("summary_description", 3, F.TYPE_STRING), ("data_class", 4, F.TYPE_INT32)],
    "Value": [("tag", 1, F.TYPE_STRING), ("simple_value", 2, F.TYPE_FLOAT), ("metadata", 9, "SummaryMetadata")],
    "Summary": [("value", 1, "*Value")],
    "Event": [("wall_time", 1, F.TYPE_DOUBLE), ("step", 2, F.TYPE_INT64), ("file_version", 3, F.TYPE_STRING), ("summary", 5, "Summary")],
}


def event_class():
    file = descriptor_pb2.FileDescriptorProto(name="events.proto", package="e", syntax="proto3")
    for name, fields in MESSAGES.items():
        message = file.message_type.add(name=name)
        for field, number, kind in fields:
            if isinstance(kind, str):
                label = F.LABEL_REPEATED if kind[0] == "*" else F.LABEL_OPTIONAL
                message.field.add(name=field, number=number, type=F.TYPE_MESSAGE, type_name=".e." + kind.lstrip("*"), label=label)
            else:
                message.field.add(name=field, number=number, type=kind, label=F.LABEL_OPTIONAL)
    pool = descriptor_pool.DescriptorPool()
    pool.Add(file)
    return message_factory.MessageFactory(pool).GetPrototype(pool.FindMessageTypeByName("e.Event"))


def records(data):
    crc32c = crcmod.predefined.mkPredefinedCrcFun("crc-32c")

    def masked(part):
        crc = crc32c(part)
        return ((crc >> 15 | crc << 17) + 0xA282EAD8) & 0xFFFFFFFF

    at = 0
    while at < len(data):
        length, crc = struct.unpack_from("<QI", data, at)
        assert crc == masked(data[at:at + 8]), "the checksum of a length"
        body = data[at + 12:at + 12 + length]
        assert len(body) == length and struct.unpack_from("<I", data, at + 12 + length)[0] == masked(body), "the checksum of a record"
        yield body
        at += 16 + length


def known(message):
    parts = (part for field, value in message.ListFields() if field.message_type for part in (value if field.label == F.LABEL_REPEATED else [value]))
    return len(message.UnknownFields()) == 0 and all(map(known, parts))


Event = event_class()
root = pathlib.Path(sys.argv[1])
for path in sorted(root.rglob("*tfevents*")):
    seen = set()
    for number, body in enumerate(records(path.read_bytes())):
        event = Event.FromString(body)
        assert known(event), "fields that the messages do not have"
        assert (number == 0) == (event.file_version == "brain.Event:2")
        for value in event.summary.value:
            assert (value.metadata.plugin_data.plugin_name == "scalars") == (value.tag not in seen)
            seen.add(value.tag)
            print(path.relative_to(root).parent, value.tag, event.step, event.wall_time, value.simple_value, sep="\t")
