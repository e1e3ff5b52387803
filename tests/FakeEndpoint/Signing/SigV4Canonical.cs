using System.Text;

namespace SsoOidc.FakeEndpoint.Signing;

/// <summary>The canonical request of Signature Version 4, by the rules for every service but S3.</summary>
internal static class SigV4Canonical
{
    public static string Request(
        SigV4Request request, IReadOnlyDictionary<string, string> headers, IReadOnlyList<string> signedHeaders, string payloadHash)
    {
        var text = new StringBuilder();
        text.Append(request.Method).Append('\n');
        text.Append(Path(request.Path)).Append('\n');
        text.Append(Query(request.Query)).Append('\n');
        foreach (var name in signedHeaders)
            text.Append(name).Append(':').Append(HeaderValue(headers[name])).Append('\n');
        return text.Append('\n').AppendJoin(';', signedHeaders).Append('\n').Append(payloadHash).ToString();
    }

    /// <summary>Dot segments and empty segments go; each segment is encoded once more than on the wire.</summary>
    internal static string Path(string path)
    {
        var kept = new List<string>();
        foreach (var segment in path.Split('/', StringSplitOptions.RemoveEmptyEntries))
        {
            if (segment == "..")
            {
                if (kept.Count > 0)
                    kept.RemoveAt(kept.Count - 1);
            }
            else if (segment != ".")
            {
                kept.Add(Uri.EscapeDataString(segment));
            }
        }
        var result = "/" + string.Join('/', kept);
        return kept.Count > 0 && path.EndsWith('/') ? result + "/" : result;
    }

    internal static string Query(string query)
    {
        var pairs = query.Split('&', StringSplitOptions.RemoveEmptyEntries).Select(pair =>
        {
            var equals = pair.IndexOf('=', StringComparison.Ordinal);
            var name = equals < 0 ? pair : pair[..equals];
            var value = equals < 0 ? "" : pair[(equals + 1)..];
            return (Name: Reencode(name), Value: Reencode(value));
        });
        var sorted = pairs.OrderBy(p => p.Name, StringComparer.Ordinal).ThenBy(p => p.Value, StringComparer.Ordinal);
        return string.Join('&', sorted.Select(p => $"{p.Name}={p.Value}"));
    }

    internal static string HeaderValue(string value) =>
        string.Join(' ', value.Split(' ', StringSplitOptions.RemoveEmptyEntries));

    private static string Reencode(string value) => Uri.EscapeDataString(Uri.UnescapeDataString(value));
}
