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

    /// <exception cref="SsoOidcConfigurationException">There is no such session, there are several, or it is incomplete.</exception>
    public static LoginTarget Resolve(LoginOptions options, AwsConfig config, TokenCache cache)
    {
        if (options.SaveSession && (options.SessionName is null || options.StartUrl is null))
            throw new SsoOidcConfigurationException("`SaveSession` needs `SessionName` and `StartUrl`: the name of the section to write, and what to write to it.");
        if (options.StartUrl is { } startUrl)
            return LoginTarget.Create(options.SessionName, startUrl, options.Region, options.Scopes, options.CacheKey);

        if (options.SessionName is { } unknown && config.FindSession(unknown) is null && OfCache(unknown, options, cache) is { } cached)
            return cached;

        var session = options.SessionName is { } name ? SsoSession.Named(config, name, "the parameter SessionName")
            : options.ProfileName is { } profile ? OfProfile(config, profile, "the parameter ProfileName")
            : OnlySession(config);
        return LoginTarget.Create(session.Name, session.StartUrl, options.Region ?? session.Region, options.Scopes ?? session.Scopes);
    }

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
