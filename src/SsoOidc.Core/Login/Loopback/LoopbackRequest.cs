using SsoOidc.Base;

namespace SsoOidc.Login.Loopback;

/// <summary>
/// The head of an HTTP/1.1 request without a body (RFC 9112 sections 2 to 5), and no more of HTTP than a browser's redirect needs.
/// What is unusual is refused, so that there is one way only to read what is accepted.
/// </summary>
internal sealed class LoopbackRequest
{
    private readonly Dictionary<string, string> _headers;

    private LoopbackRequest(string method, string path, string query, Dictionary<string, string> headers)
    {
        Method = method;
        Path = path;
        Query = query;
        _headers = headers;
    }

    public string Method { get; }

    /// <summary>As sent, not decoded.</summary>
    public string Path { get; }

    /// <summary>As sent, without the question mark; empty if there is none.</summary>
    public string Query { get; }

    /// <summary>A header's value, or null; the name in lower case.</summary>
    public string? Header(string name) => _headers.TryGetValue(name, out var value) ? value : null;

    public static LoopbackParse TryParse(ReadOnlySpan<byte> received, out LoopbackRequest? request)
    {
        request = null;
        var end = received.IndexOf("\r\n\r\n"u8);
        if (end < 0)
            return LoopbackParse.Incomplete;

        // Bytes behind the head would be a body or a second request; the redirect has neither.
        if (end + 4 != received.Length)
            return LoopbackParse.Malformed;

        // One character for each byte, and all that is not text stands out.
        var head = new char[end];
        for (var i = 0; i < end; i++)
            head[i] = (char)received[i];
        var lines = new string(head).Split(["\r\n"], StringSplitOptions.None);
        request = Parse(lines);
        return request is null ? LoopbackParse.Malformed : LoopbackParse.Complete;
    }

    private static LoopbackRequest? Parse(string[] lines)
    {
        var words = lines[0].Split(' ');
        if (words.Length != 3 || !IsToken(words[0]) || words[2] is not ("HTTP/1.1" or "HTTP/1.0"))
            return null;

        var target = words[1];
        if (target.Length == 0 || target[0] != '/' || !target.All(c => c is > ' ' and <= '~' and not '#'))
            return null;

        var headers = new Dictionary<string, string>(StringComparer.Ordinal);
        for (var i = 1; i < lines.Length; i++)
        {
            if (!AddHeader(headers, lines[i]))
                return null;
        }

        if (!headers.ContainsKey("host") || headers.ContainsKey("transfer-encoding")
            || (headers.TryGetValue("content-length", out var length) && length != "0"))
        {
            return null;
        }

        var mark = target.IndexOf('?');
        return new LoopbackRequest(
            words[0], mark < 0 ? target : target.Substring(0, mark), mark < 0 ? "" : target.Substring(mark + 1), headers);
    }

    private static bool AddHeader(Dictionary<string, string> headers, string line)
    {
        // A line that begins with a blank continues the one before: obsolete, and refused with the names that hold blanks.
        var colon = line.IndexOf(':');
        if (colon <= 0 || !IsToken(line.Substring(0, colon)))
            return false;

        var value = line.Substring(colon + 1).Trim(' ', '\t');
        if (value.Any(c => c is (< ' ' and not '\t') or '\x7F'))
            return false;

        var name = line.Substring(0, colon).ToLowerInvariant();
        if (!headers.TryGetValue(name, out var before))
            headers.Add(name, value);
        else if (name is "host" or "content-length")
            return false;
        else
            headers[name] = before + ", " + value;
        return true;
    }

    private static bool IsToken(string text) => text.Length > 0 && text.All(c => Platform.IsAsciiLetterOrDigit(c) || "!#$%&'*+-.^_`|~".Contains(c));
}
