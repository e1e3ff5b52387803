using SsoOidc.Base;
using SsoOidc.Config;

namespace SsoOidc.Credentials;

/// <summary>
/// Chooses the source that a profile describes, in the AWS CLI's order: a role, a web identity, Identity Center, keys of the credentials file,
/// a command, keys of the config file. A profile that others build on and that has keys is no role to them, so that it may assume one with its own.
/// </summary>
internal sealed class ProfileCredentials(CredentialContext context)
{
    private static readonly string[] CredentialKeys =
    [
        "role_arn", "source_profile", "credential_source", "web_identity_token_file", "aws_access_key_id", "aws_secret_access_key",
        "credential_process", "sso_account_id", "sso_role_name", "sso_session", "sso_start_url", "login_session",
    ];

    /// <summary>Whether the profile says anything about credentials. Many hold a region only.</summary>
    public static bool IsAbout(ConfigSection profile) => FirstKey(profile) is not null;

    /// <summary>Whether the profile is a role over other credentials, which come before all that it may have else.</summary>
    public static bool IsRole(ConfigSection profile) => profile.Get("role_arn") is not null && profile.Get("web_identity_token_file") is null;

    /// <exception cref="SsoOidcConfigurationException">The profile gives no credentials: it or one it builds on lacks something, or they form a loop.</exception>
    public ICredentialSource Resolve(ConfigSection profile) => Resolve(profile, []);

    private ICredentialSource Resolve(ConfigSection profile, List<string> builtOnBy)
    {
        var hasKeys = profile.Get("aws_access_key_id") is not null || profile.Get("aws_secret_access_key") is not null;
        var isItsOwnSource = hasKeys && builtOnBy.LastOrDefault() == profile.Name;
        if (!isItsOwnSource && builtOnBy.Contains(profile.Name))
            throw new CredentialsException(profile.Title, $"its source_profile leads in a loop: {string.Join(" -> ", builtOnBy.Append(profile.Name).Select(name => Shown.Clean(name)))}. One of them needs credentials of its own.");

        return IsRole(profile) && (builtOnBy.Count == 0 || !hasKeys)
            ? Role(profile, profile.Get("role_arn")!.Value, [.. builtOnBy, profile.Name])
            : (ICredentialSource?)WebIdentity(profile)
                ?? IdentityCenter(profile)
                ?? Keys(profile, context.Settings.Config.FindInCredentials(profile.Name))
                ?? (ICredentialSource?)Command(profile)
                ?? Keys(profile, context.Settings.Config.FindInConfig(profile.Name))
                ?? throw Nothing(profile);
    }

    private WebIdentityCredentials? WebIdentity(ConfigSection profile)
    {
        if (profile.Get("web_identity_token_file") is not { } tokenFile)
            return null;
        return profile.Get("role_arn") is { } role
            ? new WebIdentityCredentials(context, RoleRequest.OfProfile(profile, role.Value), tokenFile.Value)
            : throw new CredentialsException(profile.Title, "web_identity_token_file needs role_arn beside it.");
    }

    // A session alone gives a token, and other credentials may stand beside it; account and role are what asks for credentials.
    private SsoRoleCredentials? IdentityCenter(ConfigSection profile)
    {
        if (profile.Get("sso_account_id") is null && profile.Get("sso_role_name") is null)
            return null;
        return SsoSession.OfProfile(context.Settings.Config, profile) is { } session
            ? new SsoRoleCredentials(context, profile, session)
            : throw new CredentialsException(profile.Title, "it names an account or a role of IAM Identity Center but no session. Add sso_session, or sso_start_url and sso_region.");
    }

    /// <summary>The key pair of the profile's section in one of the files, and a session token that may stand in the other.</summary>
    private FixedCredentials? Keys(ConfigSection profile, ConfigSection? section)
    {
        if (section?.Get("aws_access_key_id") is not { } accessKeyId)
            return null;
        var config = context.Settings.Config.FindInConfig(profile.Name);
        var token = TokenOf(section) ?? (config?.Get("aws_access_key_id") is null ? TokenOf(profile) : null);
        return FixedCredentials.Of(
            profile.Title,
            ("aws_access_key_id", accessKeyId.Value),
            ("aws_secret_access_key", section.Get("aws_secret_access_key")?.Value),
            token?.Value,
            context.TimeProvider);
    }

    /// <exception cref="CredentialsException">The profile is one of <c>aws login</c>, whose credentials come before a command.</exception>
    private ProcessCredentials? Command(ConfigSection profile)
    {
        if (profile.Get("login_session") is not null)
            throw Login(profile);
        return profile.Get("credential_process") is { } command ? new ProcessCredentials(context, profile, command.Value) : null;
    }

    // The first is the old name, which tools write beside the other.
    private static Setting<string>? TokenOf(ConfigSection section) => section.Get("aws_security_token") ?? section.Get("aws_session_token");

    private AssumeRoleCredentials Role(ConfigSection profile, string roleArn, List<string> builtOnBy)
    {
        var request = RoleRequest.OfProfile(profile, roleArn);
        var (source, named) = (profile.Get("source_profile"), profile.Get("credential_source"));
        if (source is null == named is null)
            throw new CredentialsException(profile.Title, "a role_arn needs exactly one of source_profile, credential_source and web_identity_token_file beside it.");
        return new AssumeRoleCredentials(
            context, request, source is null ? Named(named!) : Resolve(context.Settings.Config.GetProfile(source.Value, source.Source), builtOnBy));
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

    private static CredentialsException Login(ConfigSection profile) => new(
        profile.Title,
        "it is a login of the AWS CLI's `aws login` (login_session), which only the CLI can use. Name another profile that has: "
        + $"credential_process = aws configure export-credentials --profile {Shown.Clean(profile.Name)} --format process");

    private static CredentialsException Nothing(ConfigSection profile) => new(profile.Title, FirstKey(profile) switch
    {
        null => "it has no credentials. Add aws_access_key_id with aws_secret_access_key, credential_process, role_arn or sso_session, or name another profile.",
        "aws_secret_access_key" => "aws_secret_access_key is given without aws_access_key_id. Give both, or neither.",
        "sso_session" or "sso_start_url" => "it has an SSO session but no sso_account_id, and without that a session gives a token only. Add it, such as sso_account_id = 123456789012.",
        var lonely => $"{lonely} needs role_arn beside it.",
    });

    private static string? FirstKey(ConfigSection profile) => Array.Find(CredentialKeys, key => profile.Get(key) is not null);
}
