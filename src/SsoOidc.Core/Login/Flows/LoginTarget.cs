using SsoOidc.Base;
using SsoOidc.Cache;

namespace SsoOidc.Login.Flows;

/// <summary>The session that a call is about, resolved and checked.</summary>
internal sealed record LoginTarget
{
    // Without a scope the service issues tokens that cannot be refreshed.
    private static readonly string[] DefaultScopes = ["sso:account:access"];

    /// <summary>Null when the session goes by its start URL.</summary>
    public string? SessionName { get; init; }

    /// <summary>As configured.</summary>
    public required string StartUrl { get; init; }

    public required string Region { get; init; }

    /// <summary>The place that the region is from, for a person.</summary>
    public string RegionSource { get => field ?? "the session " + Display; init; }

    /// <summary>Whether the portal belongs to the dual-stack family, so that OIDC must be reached by it too.</summary>
    public bool IsDualStack { get; init; }

    /// <summary>Null when neither the call nor the configuration names scopes.</summary>
    public IReadOnlyList<string>? ConfiguredScopes { get; init; }

    public IReadOnlyList<string> Scopes => ConfiguredScopes ?? DefaultScopes;

    /// <summary>The name of the token's file without its extension.</summary>
    public required string CacheKey { get; init; }

    /// <summary>The session in a message.</summary>
    public string Display => "'" + Shown.Clean(SessionName ?? StartUrl, 200) + "'";

    /// <summary>The command that logs in to this session.</summary>
    public string ConnectCommand => "`ConnectAsync` " + (SessionName is not null
        ? "`SessionName` " + Quoted(SessionName)
        : "`StartUrl` " + Quoted(StartUrl) + " `Region` " + Quoted(Region));

    /// <exception cref="SsoOidcConfigurationException">The start URL is not one, or it and the region do not agree.</exception>
    public static LoginTarget Create(
        string? sessionName, string startUrl, string? region, IReadOnlyList<string>? configuredScopes, string? cacheKey = null)
    {
        var url = Login.Flows.StartUrl.Parse(startUrl);
        var target = new LoginTarget
        {
            SessionName = sessionName,
            StartUrl = url.Value,
            Region = url.ResolveRegion(region),
            IsDualStack = url.IsDualStack,
            ConfiguredScopes = configuredScopes is { Count: > 0 } ? configuredScopes : null,
            // By the text as it is configured, as the AWS CLI does.
            CacheKey = cacheKey ?? TokenCache.TokenKey(sessionName, startUrl.Trim()),
        };
        return string.IsNullOrEmpty(region) ? target with { RegionSource = "the start URL" } : target;
    }

    /// <summary>The session of an object from a list, which was not checked and may lack everything but its file.</summary>
    public static LoginTarget Of(SsoOidcSession session) => new()
    {
        SessionName = session.SessionName,
        StartUrl = session.StartUrl ?? "",
        Region = session.Region ?? "",
        IsDualStack = Login.Flows.StartUrl.IsOfDualStack(session.StartUrl),
        CacheKey = session.CacheKey,
    };

    /// <summary>Where the session of a token is, by what its file says.</summary>
    public LoginTarget At(CachedToken token) => this with
    {
        StartUrl = token.StartUrl ?? StartUrl,
        Region = token.Region ?? Region,
        IsDualStack = IsDualStackPortal(token.StartUrl ?? StartUrl),
    };

    /// <summary>
    /// Why a token is another session's, although its file lies where this one's does; null when it is this one's. What the file does not say
    /// is not held against it.
    /// </summary>
    public string? WhyNot(CachedToken token, TokenCache cache)
    {
        if ((token.StartUrl is { } url && !IsSamePortal(url, StartUrl)) || (token.Region is { } region && !region.Equals(Region, StringComparison.OrdinalIgnoreCase)))
            return $"it is of the session {Shown.Clean(token.StartUrl ?? "of an unknown start URL", 200)} in {Shown.Clean(token.Region ?? "an unknown region", 80)}";

        var scopes = token.Scopes ?? (token.LoginFlow is not null ? DefaultScopes : token.ClientId is { } client ? cache.ScopesOf(client) : null);
        return scopes is not null && Scopes.FirstOrDefault(scope => !scopes.Contains(scope)) is { } missing
            ? $"its token lacks the scope {Shown.Clean(missing, 80)}"
            : null;
    }

    /// <summary>Whether two start URLs are one: a slash at the end and the page after a # are written by some and left out by others; hosts know no case.</summary>
    public static bool IsSamePortal(string one, string other) => PortalOf(one).Equals(PortalOf(other), StringComparison.Ordinal);

    private static string PortalOf(string startUrl) => Uri.TryCreate(startUrl.Trim(), UriKind.Absolute, out var uri)
        ? uri.GetComponents(UriComponents.SchemeAndServer, UriFormat.UriEscaped) + uri.AbsolutePath.TrimEnd('/') + uri.Query
        : startUrl;

    private static bool IsDualStackPortal(string startUrl)
    {
        try
        {
            return Login.Flows.StartUrl.Parse(startUrl).IsDualStack;
        }
        catch (SsoOidcConfigurationException)
        {
            return false;
        }
    }

    private static string Quoted(string value)
    {
        var clean = Shown.Clean(value, 1000);
        return clean.All(c => Platform.IsAsciiLetterOrDigit(c) || c is '-' or '_' or '.' or '/' or ':')
            ? clean
            : "'" + clean.Replace("'", "''") + "'";
    }
}
