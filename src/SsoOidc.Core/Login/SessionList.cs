using SsoOidc.Base;
using SsoOidc.Cache;
using SsoOidc.Config;
using SsoOidc.Login.Flows;

namespace SsoOidc.Login;

/// <summary>Every session of the configuration and the cache, the AWS CLI's included. Reads files and nothing else.</summary>
internal sealed class SessionList
{
    private readonly AwsConfig _config;
    private readonly TokenCache _cache;
    private readonly TimeProvider _time;
    private readonly Dictionary<string, CacheEntry> _entries;
    private readonly List<SsoOidcSession> _sessions = [];
    private readonly HashSet<string> _listed = new(StringComparer.Ordinal);

    private SessionList(AwsConfig config, TokenCache cache, TimeProvider time)
    {
        _config = config;
        _cache = cache;
        _time = time;
        _entries = cache.Entries().ToDictionary(entry => entry.Key, StringComparer.Ordinal);
    }

    /// <summary>The configured sessions by name, then those of profiles without one, then what else the cache holds.</summary>
    /// <param name="config">The shared files.</param>
    /// <param name="cache">The token cache.</param>
    /// <param name="time">The clock.</param>
    /// <param name="warning">Why the configuration could not be read; null when it could.</param>
    public static IReadOnlyList<SsoOidcSession> Read(AwsConfig config, TokenCache cache, TimeProvider time, out string? warning)
    {
        var list = new SessionList(config, cache, time);
        warning = null;
        try
        {
            list.AddConfigured();
            list.AddLegacy();
        }
        catch (SsoOidcConfigurationException e)
        {
            warning = e.Message;
        }

        foreach (var entry in list._entries.Values)
        {
            if (!list._listed.Contains(entry.Key) && !entry.IsHeldOpen)
                list.Add(NameOf(entry), entry.Token?.StartUrl, entry.Token?.Region, null, entry.Key);
        }

        return list._sessions;
    }

    // A name that somebody wrote into another session's file would lead a later login astray.
    private static string? NameOf(CacheEntry entry) =>
        entry.Token?.SessionName is { } name && TokenCache.TokenKey(name, "") == entry.Key ? name : null;

    private void AddConfigured()
    {
        foreach (var name in _config.SessionNames)
        {
            try
            {
                var session = SsoSession.Named(_config, name, "the configuration");
                Add(name, session.StartUrl, session.Region, session.Scopes, TokenCache.TokenKey(name, session.StartUrl));
            }
            catch (SsoOidcConfigurationException e)
            {
                _listed.Add(TokenCache.TokenKey(name, ""));
                _sessions.Add(new SsoOidcSession(_time) { SessionName = name, Status = SsoOidcSessionStatus.Unreadable, Problem = e.Message });
            }
        }
    }

    private void AddLegacy()
    {
        foreach (var name in _config.ProfileNames)
        {
            var profile = _config.FindProfile(name);
            if (profile?.Get("sso_session") is null && profile?.Get("sso_start_url") is { } startUrl)
                Add(null, startUrl.Value, profile.Get("sso_region")?.Value, null, TokenCache.TokenKey(null, startUrl.Value));
        }
    }

    private void Add(string? name, string? startUrl, string? region, IReadOnlyList<string>? scopes, string key)
    {
        if (!_listed.Add(key))
            return;

        _entries.TryGetValue(key, out var entry);
        var problem = entry?.Problem;
        var status = entry is null ? SsoOidcSessionStatus.NotLoggedIn : SsoOidcSessionStatus.Unreadable;
        if (entry?.Token is { } token)
        {
            var target = new LoginTarget
            {
                SessionName = name,
                StartUrl = startUrl ?? "",
                Region = region ?? token.Region ?? "",
                ConfiguredScopes = scopes,
                CacheKey = key,
            };
            if ((problem = target.WhyNot(token, _cache)) is null)
            {
                _sessions.Add(SsoOidcSession.Listed(target, token, _cache, _time));
                return;
            }

            // Another session's, which can be ended and goes by what its file says.
            status = SsoOidcSessionStatus.NotLoggedIn;
            _sessions.Add(SsoOidcSession.Listed(target.At(token) with { SessionName = null }, token, _cache, _time));
        }

        _sessions.Add(new SsoOidcSession(_time)
        {
            SessionName = name,
            StartUrl = startUrl,
            Region = region,
            Status = status,
            Problem = problem is null ? null : "The token file cannot be used: " + Shown.Clean(problem),
            CachePath = _cache.PathOf(key),
            CacheKey = key,
        });
    }
}
