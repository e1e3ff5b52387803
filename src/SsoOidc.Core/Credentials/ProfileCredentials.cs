using SsoOidc.Base;
using SsoOidc.Config;

namespace SsoOidc.Credentials;

/// <summary>
/// Chooses the source that a profile describes: a role before keys, keys before a command, that before an SSO session. A
/// profile that others build on gives its keys first, so that it may assume a role with its own.
/// </summary>
internal sealed class ProfileCredentials(CredentialContext context)
{
    private static readonly string[] CredentialKeys =
    [
        "role_arn", "source_profile", "credential_source", "web_identity_token_file", "aws_access_key_id", "aws_secret_access_key",
        "credential_process", "sso_session", "sso_start_url",
    ];

    /// <summary>Whether the profile says anything about credentials. Many hold a region only.</summary>
    public static bool IsAbout(ConfigSection profile) => FirstKey(profile) is not null;

    /// <exception cref="SsoOidcConfigurationException">The profile gives no credentials: it or one it builds on lacks something, or they form a loop.</exception>
    public ICredentialSource Resolve(ConfigSection profile) => Resolve(profile, []);

    private ICredentialSource Resolve(ConfigSection profile, List<string> builtOnBy)
    {
        if (builtOnBy.Count > 0 && Keys(profile) is { } own)
            return own;
        if (builtOnBy.Contains(profile.Name))
            throw new CredentialsException(profile.Title, $"its source_profile leads in a loop: {string.Join(" -> ", builtOnBy.Append(profile.Name).Select(name => Shown.Clean(name)))}. One of them needs credentials of its own.");

        if (profile.Get("role_arn") is { } role)
            return Role(profile, role.Value, [.. builtOnBy, profile.Name]);
        if (Keys(profile) is { } keys)
            return keys;
        if (profile.Get("credential_process") is { } command)
            return new ProcessCredentials(context, profile, command.Value);
        if (SsoSession.OfProfile(context.Settings.Config, profile) is { } session)
            return new SsoRoleCredentials(context, profile, session);
        throw Nothing(profile);
    }

    private FixedCredentials? Keys(ConfigSection profile) => FixedCredentials.Of(
        profile.Title,
        ("aws_access_key_id", profile.Get("aws_access_key_id")?.Value),
        ("aws_secret_access_key", profile.Get("aws_secret_access_key")?.Value),
        profile.Get("aws_session_token")?.Value,
        context.TimeProvider);

    private ICredentialSource Role(ConfigSection profile, string roleArn, List<string> builtOnBy)
    {
        var request = RoleRequest.OfProfile(profile, roleArn);
        var sources = new[] { profile.Get("source_profile"), profile.Get("credential_source"), profile.Get("web_identity_token_file") };
        if (sources.Count(source => source is not null) != 1)
            throw new CredentialsException(profile.Title, "a role_arn needs exactly one of source_profile, credential_source and web_identity_token_file beside it.");

        if (sources[0] is { } sourceProfile)
            return new AssumeRoleCredentials(context, request, Resolve(context.Settings.Config.GetProfile(sourceProfile.Value, sourceProfile.Source), builtOnBy));
        return sources[1] is { } named
            ? new AssumeRoleCredentials(context, request, Named(named))
            : new WebIdentityCredentials(context, request, sources[2]!.Value);
    }

    private ICredentialSource Named(Setting<string> source) => source.Value.ToUpperInvariant() switch
    {
        "ENVIRONMENT" => EnvironmentCredentials.Keys(context)
            ?? throw new CredentialsException(source.Source, "it says Environment, but AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY are not set."),
        "EC2INSTANCEMETADATA" => InstanceMetadataCredentials.IsDisabled(context)
            ? throw new CredentialsException(source.Source, "it says Ec2InstanceMetadata, but AWS_EC2_METADATA_DISABLED is true.")
            : new InstanceMetadataCredentials(context),
        "ECSCONTAINER" => ContainerCredentials.Find(context)
            ?? throw new CredentialsException(
                source.Source, "it says EcsContainer, but neither AWS_CONTAINER_CREDENTIALS_RELATIVE_URI nor AWS_CONTAINER_CREDENTIALS_FULL_URI is set."),
        _ => throw new CredentialsException(source.Source, $"'{Shown.Clean(source.Value)}' is not a source. Use Environment, Ec2InstanceMetadata or EcsContainer."),
    };

    private static CredentialsException Nothing(ConfigSection profile)
    {
        var lonely = FirstKey(profile);
        return new(profile.Title, lonely is null
            ? "it has no credentials. Add aws_access_key_id with aws_secret_access_key, credential_process, role_arn or sso_session, or name another profile."
            : $"{lonely} needs role_arn beside it.");
    }

    private static string? FirstKey(ConfigSection profile) => Array.Find(CredentialKeys, key => profile.Get(key) is not null);
}
