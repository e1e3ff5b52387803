using SsoOidc.Base;
using SsoOidc.Cache;
using SsoOidc.Login.Flows;

namespace SsoOidc;

/// <summary>A person's session with IAM Identity Center, as the shared cache of the AWS tools has it.</summary>
public sealed class SsoOidcSession
{
    private readonly TimeProvider _time;

    internal SsoOidcSession(TimeProvider time) => _time = time;

    /// <summary>The name of the <c>[sso-session]</c> section; null for a session that goes by its start URL.</summary>
    public string? SessionName { get; internal init; }

    /// <summary>The address of the access portal, as configured.</summary>
    public string? StartUrl { get; internal init; }

    /// <summary>The region of IAM Identity Center.</summary>
    public string? Region { get; internal init; }

    /// <summary>What can be done with the session, as of when this object was made.</summary>
    public SsoOidcSessionStatus Status { get; internal init; }

    /// <summary>The access token of a login or a refresh, for what comes next; null in a list, which is for the eye. Sensitive.</summary>
    public string? AccessToken { get; internal init; }

    /// <summary>When the access token expires, about an hour after it was issued.</summary>
    public DateTimeOffset? ExpiresAt { get; internal init; }

    /// <summary>Time until <see cref="ExpiresAt"/>, never negative.</summary>
    public TimeSpan? Remaining => ExpiresAt is { } end
        ? end > _time.GetUtcNow() ? end - _time.GetUtcNow() : TimeSpan.Zero
        : null;

    /// <summary>Whether there is what a refresh needs: a refresh token and a client registration that has not expired.</summary>
    public bool CanRefresh { get; internal init; }

    /// <summary>When the client registration expires, about 90 days after it was made.</summary>
    public DateTimeOffset? RegistrationExpiresAt { get; internal init; }

    /// <summary>When the person logged in, by which the session's own end can be told; null when another tool made the login.</summary>
    public DateTimeOffset? LoggedInAt { get; internal init; }

    /// <summary>How the person logged in; null when another tool made the login.</summary>
    public LoginFlowKind? Flow { get; internal init; }

    /// <summary>Where the token came from; null in a list.</summary>
    public SsoOidcSessionSource? Source { get; internal init; }

    /// <summary>Why the session's file is not used.</summary>
    public string? Problem { get; internal init; }

    /// <summary>The token's file.</summary>
    public string? CachePath { get; internal init; }

    /// <summary>The name of the token's file without its extension.</summary>
    internal string CacheKey { get; init; } = "";

    /// <summary>The session's name, else its start URL.</summary>
    public override string ToString() => Shown.Clean(SessionName ?? StartUrl ?? CacheKey);

    /// <summary>As it stands in a list: what is shown, exported or logged whole holds no token.</summary>
    internal static SsoOidcSession Listed(LoginTarget target, CachedToken token, TokenCache cache, TimeProvider time) =>
        Of(target, token, source: null, cache, time);

    /// <summary>After a call that gives a token, which <paramref name="source"/> then tells of.</summary>
    internal static SsoOidcSession Of(LoginTarget target, CachedToken token, SsoOidcSessionSource? source, TokenCache cache, TimeProvider time)
    {
        var now = time.GetUtcNow();
        var isAlive = token.ExpiresAt > now;
        var canRefresh = token.CanRefresh(now);
        return new SsoOidcSession(time)
        {
            SessionName = target.SessionName,
            StartUrl = target.StartUrl,
            Region = target.Region,
            Status = isAlive ? SsoOidcSessionStatus.Valid : canRefresh ? SsoOidcSessionStatus.Refreshable : SsoOidcSessionStatus.Expired,
            // A list holds no token; one that was issued just now is handed on whatever the service says of its life.
            AccessToken = isAlive && source is not null || source is SsoOidcSessionSource.Login or SsoOidcSessionSource.Refreshed ? token.AccessToken : null,
            ExpiresAt = token.ExpiresAt,
            CanRefresh = canRefresh,
            RegistrationExpiresAt = token.RegistrationExpiresAt,
            LoggedInAt = token.LoggedInAt,
            Flow = LoginFlow.Find(token.LoginFlow)?.Kind,
            Source = source,
            CachePath = cache.PathOf(target.CacheKey),
            CacheKey = target.CacheKey,
        };
    }
}
