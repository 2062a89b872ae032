using System.Buffers.Binary;
using System.Numerics;

namespace NoisyRnn.Formats;

/// <summary>
/// Writes curves as an event file, which TensorBoard shows: records of the TFRecord form (length, its checksum, bytes, their checksum), each an <c>Event</c> message
/// of protobuf with one scalar. The same bytes for the same content.
/// </summary>
internal static class EventFile
{
    private const string Version = "brain.Event:2";

    // The checksum of a checksum is a number of no use: the form turns and shifts each.
    private const uint Mask = 0xA282EAD8;

    /// <summary>How the name of a file begins, by which TensorBoard knows it.</summary>
    public const string NameStart = "events.out.tfevents.";

    /// <summary>Writes a file, whole or not at all.</summary>
    /// <param name="path">The file.</param>
    /// <param name="time">The time of the first event.</param>
    /// <param name="curves">The curves; of their points those are left out that are not finite.</param>
    /// <exception cref="InputException">The file cannot be written.</exception>
    public static void Write(string path, DateTimeOffset time, IEnumerable<EventCurve> curves) => AtomicFile.Write(path, stream =>
    {
        var start = time.ToUnixTimeMilliseconds() / 1000.0;
        Record(stream, new WireMessage().Add(1, start).Add(3, Version));
        foreach (var curve in curves)
        {
            // What is said of a curve stands with its first point.
            var about = new WireMessage().Add(1, new WireMessage().Add(1, "scalars")).Add(3, curve.Description).Add(4, 1L);
            foreach (var (index, point) in curve.Points.Where(static point => double.IsFinite(point.Value)).Index())
            {
                var value = new WireMessage().Add(1, curve.Tag).Add(2, (float)point.Value);
                if (index == 0)
                    value.Add(9, about);
                Record(stream, new WireMessage().Add(1, start + point.Seconds).Add(2, point.Step).Add(5, new WireMessage().Add(1, value)));
            }
        }
    });

    private static void Record(Stream stream, WireMessage message)
    {
        Span<byte> head = stackalloc byte[12], tail = stackalloc byte[4];
        BinaryPrimitives.WriteInt64LittleEndian(head, message.Bytes.Length);
        BinaryPrimitives.WriteUInt32LittleEndian(head[8..], Masked(head[..8]));
        BinaryPrimitives.WriteUInt32LittleEndian(tail, Masked(message.Bytes));
        stream.Write(head);
        stream.Write(message.Bytes);
        stream.Write(tail);
    }

    // CRC-32C (Castagnoli).
    private static uint Masked(ReadOnlySpan<byte> bytes)
    {
        var crc = uint.MaxValue;
        foreach (var each in bytes)
            crc = BitOperations.Crc32C(crc, each);
        return BitOperations.RotateRight(~crc, 15) + Mask;
    }
}
