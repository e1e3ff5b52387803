using SsoOidc.Base;
using SsoOidc.Config;
using SsoOidc.Settings;
using SsoOidc.Signing;

namespace SsoOidc.Credentials;

/// <summary>
/// The order of the sources: keys of the call, an object given, the profile named, what the shell session has stored, the
/// environment, AWS_PROFILE or the default profile, the container, EC2. The first that is configured is taken; if it fails,
/// so does the call.
/// </summary>
internal sealed class CredentialChain(CredentialContext context, ClientArguments arguments) : IAwsCredentialsProvider, IRenewableCredentials
{
    private ICredentialSource? _source;
    private string? _lastAccessKeyId;

    public async ValueTask<AwsCredentials> GetCredentialsAsync(CancellationToken cancellationToken = default)
    {
        var source = _source ??= Choose();
        try
        {
            var credentials = await context.GetAsync(source, cancellationToken).ConfigureAwait(false);
            Tell(credentials.AccessKeyId, source);
            return credentials;
        }
        catch (CredentialsException e) when (source is InstanceMetadataCredentials)
        {
            throw Nothing(e.Message, e);
        }
    }

    public bool Drop(AwsCredentials refused) => _source is { } source && context.Drop(source, refused);

    private void Tell(string accessKeyId, ICredentialSource source)
    {
        if (accessKeyId == _lastAccessKeyId)
            return;
        _lastAccessKeyId = accessKeyId;
        context.Debug?.Invoke("Credentials: access key " + Shown.Clean(accessKeyId, 128) + " from " + source.Description + ".");
    }

    internal ICredentialSource Choose() =>
        Keys()
        ?? Given(arguments.Credential)
        ?? (context.Settings.NamedProfile is null ? null : Profile())
        ?? Given(arguments.SessionCredential)
        ?? EnvironmentCredentials.Keys(context)
        ?? (IsRole() ? Profile() : null)
        ?? EnvironmentCredentials.WebIdentity(context)
        ?? Profile()
        ?? (ICredentialSource?)ContainerCredentials.Find(context)
        ?? (InstanceMetadataCredentials.IsDisabled(context)
            ? throw Nothing("EC2 metadata is disabled by AWS_EC2_METADATA_DISABLED.")
            : new InstanceMetadataCredentials(context));

    private FixedCredentials? Keys()
    {
        const string source = "the parameters";
        if (arguments is { SessionToken.Length: > 0, AccessKey: null or "", SecretKey: null or "" })
            throw new CredentialsException(source, "SessionToken is given without AccessKey and SecretKey. Give all three, or none.");
        return FixedCredentials.Of(source, ("AccessKey", arguments.AccessKey), ("SecretKey", arguments.SecretKey), arguments.SessionToken, context.TimeProvider);
    }

    private static FixedCredentials? Given(Setting<IAwsCredentialsProvider>? provider) =>
        provider is null ? null : new FixedCredentials(provider.Source, provider.Value);

    // A default profile that nobody named and that holds settings only is no source; one that was named has to be.
    private ICredentialSource? Profile()
    {
        var settings = context.Settings;
        if (settings.Profile is not { } profile || (settings.ProfileName is null && !ProfileCredentials.IsAbout(profile)))
            return null;
        return new ProfileCredentials(context).Resolve(profile);
    }

    // Files that cannot be read do not keep from what the environment gives.
    private bool IsRole()
    {
        try
        {
            return context.Settings.Profile is { } profile && ProfileCredentials.IsRole(profile);
        }
        catch (ConfigFileException) when (context.Environment.Get("AWS_WEB_IDENTITY_TOKEN_FILE") is not null)
        {
            return false;
        }
    }

    private static CredentialsException Nothing(string metadata, Exception? inner = null) => new(
        "No credentials",
        "this call is signed, and none were given. Give `ProfileName`, `Credential`, or `AccessKey` with `SecretKey`; or set AWS_PROFILE, or AWS_ACCESS_KEY_ID with "
        + $"AWS_SECRET_ACCESS_KEY. (There is no profile '{AwsConfig.DefaultProfile}' with credentials and no container endpoint. {metadata})",
        inner);
}
