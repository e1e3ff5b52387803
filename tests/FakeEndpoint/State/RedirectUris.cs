namespace SsoOidc.FakeEndpoint.State;

/// <summary>RFC 8252 rules: a loopback address registered without a port may be used with any.</summary>
internal static class RedirectUris
{
    /// <summary>Absolute, without a fragment or user, and https unless it is a loopback address or an application's own scheme.</summary>
    public static bool IsRegistrable(string value) =>
        Uri.TryCreate(value, UriKind.Absolute, out var uri)
        && uri.Fragment.Length == 0
        && uri.UserInfo.Length == 0
        && (uri.Scheme != Uri.UriSchemeHttp || uri.IsLoopback)
        && uri.Scheme is not ("javascript" or "data" or "file");

    public static bool IsLoopback(string value) => IsRegistrable(value) && new Uri(value).IsLoopback;

    public static bool Matches(string registered, string requested)
    {
        if (registered == requested)
            return true;
        return Uri.TryCreate(registered, UriKind.Absolute, out var pattern)
            && Uri.TryCreate(requested, UriKind.Absolute, out var uri)
            && pattern.Scheme == Uri.UriSchemeHttp && uri.Scheme == Uri.UriSchemeHttp
            && pattern.IsLoopback && pattern.IsDefaultPort
            && uri.UserInfo.Length == 0 && uri.Fragment.Length == 0
            && pattern.Host == uri.Host
            && pattern.PathAndQuery == uri.PathAndQuery;
    }
}
