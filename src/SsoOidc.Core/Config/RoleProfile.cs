using SsoOidc.Base;

namespace SsoOidc.Config;

/// <summary>A profile for a role of a session, as all AWS tools read it.</summary>
internal static class RoleProfile
{
    private static readonly string[] OtherSources =
    [
        "role_arn", "source_profile", "credential_source", "web_identity_token_file", "aws_access_key_id", "credential_process", "sso_start_url", "sso_session",
    ];

    /// <summary>The name for who gives none: the account's and the role's, of characters that every tool takes without quotes.</summary>
    public static string NameOf(string account, string roleName) =>
        new([.. $"{account}-{roleName}".Select(c => Platform.IsAsciiLetterOrDigit(c) || c is '_' or '-' or '@' or '+' or '.' ? c : '-')]);

    /// <summary>The section of the profile, preceded by that of its session where the file has none.</summary>
    /// <param name="config">The files as they are.</param>
    /// <param name="name">The profile's name.</param>
    /// <param name="session">The session's name; null for one that goes by its start URL, whose keys stand in the profile then.</param>
    /// <param name="startUrl">The address of the access portal.</param>
    /// <param name="ssoRegion">The region of IAM Identity Center.</param>
    /// <param name="keys">The keys of the role: account, role, region, output.</param>
    /// <exception cref="SsoOidcConfigurationException">A name or a value cannot be written.</exception>
    public static IReadOnlyList<ConfigSectionText> Sections(
        AwsConfig config, string name, string? session, string startUrl, string ssoRegion, IReadOnlyList<(string Key, string? Value)> keys)
    {
        if (session is null)
            return [new("profile", name, [("sso_start_url", startUrl), ("sso_region", ssoRegion), .. keys])];
        var profile = new ConfigSectionText("profile", name, [("sso_session", session), .. keys]);
        return config.FindSession(session) is not null
            ? [profile]
            : [new("sso-session", session, [("sso_start_url", startUrl), ("sso_region", ssoRegion), ("sso_registration_scopes", "sso:account:access")]), profile];
    }

    /// <summary>Whether a profile of the files already is what is to be written.</summary>
    public static bool IsSame(ConfigSection present, ConfigSectionText wanted) => wanted.Keys.All(key => present.Get(key.Key)?.Value == key.Value);

    /// <summary>Keys of a profile of the files that tools would follow instead of the role.</summary>
    public static IReadOnlyList<string> OtherSourcesOf(ConfigSection present, ConfigSectionText wanted) =>
        [.. OtherSources.Where(key => present.Get(key) is not null && wanted.Keys.All(own => own.Key != key))];
}
