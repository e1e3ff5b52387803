using SsoOidc.Base;
using SsoOidc.Cache;
using SsoOidc.Config;
using SsoOidc.Errors;
using SsoOidc.Login.Flows;

namespace SsoOidc.Login;

/// <summary>Finds the session that a call is about: named, by start URL, of a profile, or the only one there is.</summary>
internal static class LoginTargetResolver
{
    private const int MostListed = 20;

    private const string Parameter = "the parameter Region";

    /// <exception cref="SsoOidcConfigurationException">There is no such session, there are several, or it is incomplete.</exception>
    public static LoginTarget Resolve(LoginOptions options, AwsConfig config, TokenCache cache)
    {
        if (options.SaveSession && (options.SessionName is null || options.StartUrl is null))
            throw new SsoOidcConfigurationException("`SaveSession` needs `SessionName` and `StartUrl`: the name of the section to write, and what to write to it.");
        if (options.Scopes?.Any(string.IsNullOrWhiteSpace) is true)
            options = options with { Scopes = options.Scopes.Where(scope => !string.IsNullOrWhiteSpace(scope)).ToList() is { Count: > 0 } scopes ? scopes : null };
        if (options.StartUrl is { } startUrl)
            return OfUrl(startUrl, options, config, cache);

        if (options.SessionName is { } unknown && config.FindSession(unknown) is null && OfOtherName(unknown, options, config, cache) is { } other)
            return other;

        var session = options.SessionName is { } name ? SsoSession.Named(config, name, "the parameter SessionName")
            : options.ProfileName is { } profile ? OfProfile(config, profile, "the parameter ProfileName")
            : OnlySession(config);
        return OfSession(session, options);
    }

    private static LoginTarget OfSession(SsoSession session, LoginOptions options) =>
        LoginTarget.Create(session.Name, session.StartUrl, options.Region ?? session.Region, options.Scopes ?? session.Scopes) with
        {
            RegionSource = options.Region is null ? session.RegionSource : Parameter,
        };

    // A start URL is that of the session that has it: its name, by which other tools know it, and its region and scopes.
    private static LoginTarget OfUrl(string startUrl, LoginOptions options, AwsConfig config, TokenCache cache)
    {
        var typed = StartUrl.Parse(startUrl).Value;
        var portal = SessionList.Read(config, cache, TimeProvider.System, out var unreadable)
            .Where(session => session.Region is { } region && Fits(options.Region, region) && session.StartUrl is { } url && LoginTarget.IsSamePortal(url, typed))
            .ToList();
        var known = portal.FindAll(session => Fits(options.SessionName, session.SessionName) && Fits(options.CacheKey, session.CacheKey));
        if (unreadable is null && !options.SaveSession
            && known.FindAll(session => session.SessionName is { } name && config.FindSession(name) is not null) is [{ SessionName: { } configured }])
        {
            return Resolve(options with { SessionName = configured, StartUrl = null }, config, cache);
        }

        if (known is [var only] && !options.SaveSession)
            return LoginTarget.Create(only.SessionName, only.StartUrl!, only.Region, options.Scopes, only.CacheKey);
        var shared = portal.Select(session => session.Region).Distinct().ToList() is [var region] ? region : null;
        var target = LoginTarget.Create(options.SessionName, typed, options.Region ?? shared, options.Scopes, options.CacheKey);
        return options.Region is null ? target : target with { RegionSource = Parameter };

        static bool Fits(string? asked, string? found) => asked is null || asked.Equals(found, StringComparison.OrdinalIgnoreCase);
    }

    // What stands where a name is expected, and names a session all the same: one that is in the cache alone, a start URL, a profile.
    private static LoginTarget? OfOtherName(string name, LoginOptions options, AwsConfig config, TokenCache cache) =>
        OfCache(name, options, cache)
        ?? (StartUrl.IsOne(name) ? OfUrl(name, options with { SessionName = null }, config, cache)
            : config.FindProfile(name) is { } profile && SsoSession.OfProfileOrSource(config, profile) is { } session
                ? OfSession(session, options)
                : null);

    // A session that was logged in to by name and start URL, and not saved to the configuration.
    private static LoginTarget? OfCache(string name, LoginOptions options, TokenCache cache) =>
        cache.ReadToken(TokenCache.TokenKey(name, "")).Token is { StartUrl: { } startUrl, Region: { } region }
            ? LoginTarget.Create(name, startUrl, options.Region ?? region, options.Scopes)
            : null;

    private static SsoSession OfProfile(AwsConfig config, string name, string namedBy) =>
        SsoSession.OfProfileOrSource(config, config.GetProfile(name, namedBy)) ?? throw new SsoOidcConfigurationException(
            $"The profile '{Shown.Clean(name)}' has neither sso_session nor sso_start_url. Give `SessionName`, or `StartUrl` and `Region`.");

    // AWS_PROFILE decides between several, since it says which of them this shell is about.
    private static SsoSession OnlySession(AwsConfig config)
    {
        var names = config.SessionNames.ToList();
        if (names.Count == 1)
            return SsoSession.Named(config, names[0], "the configuration");

        if (config.Environment.Get("AWS_PROFILE") is { } profile)
        {
            if (SsoSession.OfProfileOrSource(config, config.GetProfile(profile, "the variable AWS_PROFILE")) is { } session)
                return session;
        }
        else if (names.Count == 0 && config.FindProfile(AwsConfig.DefaultProfile) is { } defaults && SsoSession.OfProfileOrSource(config, defaults) is { } session)
        {
            return session;
        }

        throw new SsoOidcConfigurationException(names.Count == 0
            ? $"No session is configured in {Shown.Clean(config.ConfigPath, 1000)}. Give `StartUrl` and `Region`, for example: `ConnectAsync` `StartUrl` https://my-company.awsapps.com/start `Region` eu-west-1"
            : $"There are {names.Count} sessions; say which one with `SessionName`: {List(config, names)}.")
        {
            Problem = names.Count == 0 ? ConfigurationProblem.SessionMissing : ConfigurationProblem.SessionAmbiguous,
        };
    }

    private static string List(AwsConfig config, List<string> names)
    {
        var listed = names.Take(MostListed).Select(name =>
            Shown.Clean(name, 80) + (config.FindSession(name)?.Get("sso_start_url") is { } url ? " (" + Shown.Clean(url.Value, 120) + ")" : ""));
        return string.Join(", ", listed) + (names.Count > MostListed ? " and " + (names.Count - MostListed) + " more" : "");
    }
}
