using SsoOidc.Base;

namespace SsoOidc.Config;

/// <summary>What a login needs to know, from an <c>[sso-session]</c> section or a legacy profile.</summary>
internal sealed class SsoSession
{
    private static readonly char[] Comma = [','];

    private SsoSession(string? name, string startUrl, Setting<string> region, IReadOnlyList<string>? scopes)
    {
        Name = name;
        StartUrl = startUrl;
        Region = region.Value;
        RegionSource = region.Source;
        Scopes = scopes;
    }

    /// <summary>The session's name; <c>null</c> for a legacy profile, whose token is filed under the start URL.</summary>
    public string? Name { get; }

    /// <summary>As configured: it is part of cache keys and must not be normalised.</summary>
    public string StartUrl { get; }

    /// <summary>The region of IAM Identity Center.</summary>
    public string Region { get; }

    /// <summary>The place that the region is from.</summary>
    public string RegionSource { get; }

    /// <summary>The registration scopes; <c>null</c> if the key is absent.</summary>
    public IReadOnlyList<string>? Scopes { get; }

    /// <exception cref="SsoOidcConfigurationException">The section does not exist, or lacks a required key.</exception>
    public static SsoSession Named(AwsConfig config, string name, string namedBy) => From(config, config.GetSession(name, namedBy), name);

    /// <summary>The session that a profile uses, or its own legacy keys; <c>null</c> if it has neither.</summary>
    /// <exception cref="SsoOidcConfigurationException">A missing session, a missing key, or a key with two different values.</exception>
    public static SsoSession? OfProfile(AwsConfig config, ConfigSection profile)
    {
        if (profile.Get("sso_session") is { } name)
        {
            var session = config.GetSession(name.Value, name.Source);
            RequireSameValues(profile, session);
            return From(config, session, name.Value);
        }

        return profile.Get("sso_start_url") is null ? null : From(config, profile, sessionName: null);
    }

    /// <summary>The session to log in to for a profile: its own, or that of the profile whose credentials its role is assumed with.</summary>
    /// <inheritdoc cref="OfProfile"/>
    public static SsoSession? OfProfileOrSource(AwsConfig config, ConfigSection profile)
    {
        var seen = new HashSet<string>(StringComparer.Ordinal);
        SsoSession? session;
        while ((session = OfProfile(config, profile)) is null)
        {
            if (!seen.Add(profile.Name) || profile.Get("role_arn") is null || profile.Get("source_profile") is not { } source)
                return null;
            profile = config.GetProfile(source.Value, source.Source);
        }

        return session;
    }

    private static SsoSession From(AwsConfig config, ConfigSection section, string? sessionName)
    {
        var startUrl = section.Get("sso_start_url") ?? throw Missing(config, section, "sso_start_url", "https://my-portal.awsapps.com/start");
        var region = section.Get("sso_region") ?? throw Missing(config, section, "sso_region", "eu-central-1");
        RegionName.Validate(region);
        var scopes = section.Get("sso_registration_scopes")?.Value
            .Split(Comma)
            .Select(scope => scope.Trim())
            .Where(scope => scope.Length > 0)
            .ToList();
        return new SsoSession(sessionName, startUrl.Value, region, scopes is { Count: > 0 } ? scopes : null);
    }

    // A key in both places with two values would mean one thing to one tool and another to the next.
    private static void RequireSameValues(ConfigSection profile, ConfigSection session)
    {
        foreach (var key in session.Keys)
        {
            if (profile.Get(key) is { } own && session.Get(key) is { } shared && own.Value != shared.Value)
            {
                throw new SsoOidcConfigurationException(
                    $"{own.Source} differs from {shared.Source}. Remove it from the profile: a profile with sso_session takes it from there.");
            }
        }
    }

    private static SsoOidcConfigurationException Missing(AwsConfig config, ConfigSection section, string key, string example) =>
        new($"The {section.Title} in {Shown.Clean(config.ConfigPath, 1000)} has no {key}. Add it, such as {key} = {example}.");
}
