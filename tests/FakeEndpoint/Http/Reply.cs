using System.Buffers;
using System.Text;
using System.Text.Json;

namespace SsoOidc.FakeEndpoint.Http;

/// <summary>A whole answer, not yet sent: faults can still cut, slow down or drop it.</summary>
internal sealed class Reply
{
    public int Status { get; init; } = 200;
    public string ContentType { get; init; } = "application/json";
    public byte[] Body { get; init; } = [];
    public Dictionary<string, string> Headers { get; } = new(StringComparer.OrdinalIgnoreCase)
    {
        ["x-amzn-RequestId"] = Guid.NewGuid().ToString(),
    };

    /// <summary>The exception's name when this is a service error.</summary>
    public string? Error { get; init; }

    public static Reply Json(Action<Utf8JsonWriter> writeMembers, int status = 200, string? error = null)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(buffer))
        {
            writer.WriteStartObject();
            writeMembers(writer);
            writer.WriteEndObject();
        }
        return new Reply { Status = status, Body = buffer.WrittenSpan.ToArray(), Error = error };
    }

    public static Reply Html(string html, int status = 200) =>
        new Reply { Status = status, ContentType = "text/html; charset=utf-8", Body = Encoding.UTF8.GetBytes(html) }
            .With("Content-Security-Policy", "default-src 'none'; style-src 'unsafe-inline'")
            .With("Cache-Control", "no-store");

    public static Reply Redirect(string location, int status = 302) =>
        new Reply { Status = status, ContentType = "" }.With("Location", location);

    public Reply With(string header, string value)
    {
        Headers[header] = value;
        return this;
    }
}
