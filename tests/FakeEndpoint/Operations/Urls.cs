namespace SsoOidc.FakeEndpoint.Operations;

internal static class Urls
{
    public static bool IsHttp(string value) =>
        Uri.TryCreate(value, UriKind.Absolute, out var uri) && (uri.Scheme == Uri.UriSchemeHttps || uri.Scheme == Uri.UriSchemeHttp);

    /// <summary>Adds query members to an address that may have a query already.</summary>
    public static string WithQuery(string address, params ReadOnlySpan<(string Name, string? Value)> members)
    {
        var result = address;
        foreach (var (name, value) in members)
        {
            if (value is not null)
                result += (result.Contains('?', StringComparison.Ordinal) ? "&" : "?") + name + "=" + Uri.EscapeDataString(value);
        }
        return result;
    }
}
