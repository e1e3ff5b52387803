using System.Management.Automation;
using SsoOidc.Base;
using SsoOidc.Config;
using SsoOidc.Credentials;
using SsoOidc.Endpoints;
using SsoOidc.Parameters;
using SsoOidc.Settings;
using SsoOidc.Shell;

namespace SsoOidc;

/// <summary>The official module's common parameters, PowerShell's own terms for web requests, and the client that they make.</summary>
public abstract class ServiceCmdlet : SsoOidcCmdlet
{
    private SsoOidcClient? _client;
    private ClientArguments? _arguments;
    private ClientArguments? _shellArguments;
    private bool _passesOverOthers;

    /// <summary>The AWS region of IAM Identity Center, as a name or as an object with a SystemName or Region.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [Alias("RegionToCall")]
    [ArgumentCompleter(typeof(RegionCompleter))]
    public object? Region { get; set; }

    /// <summary>An endpoint to call instead of the region's: an absolute https or http address.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [Alias("SsoOidcEndpoint")]
    public string? EndpointUrl { get; set; }

    /// <summary>A client configuration to take settings from: an AmazonSSOOIDCConfig, or an object or hashtable with its members.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [EmptyIsAbsent]
    public object? ClientConfig { get; set; }

    /// <summary>The access key id to sign New-SSOOIDCTokenWithIAM with; the other operations are not signed.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [Alias("AK", "AccessKeyId")]
    public string? AccessKey { get; set; }

    /// <summary>The secret access key to sign with.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [Alias("SK", "SecretAccessKey")]
    public string? SecretKey { get; set; }

    /// <summary>The session token of temporary keys.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [Alias("ST", "Session")]
    public string? SessionToken { get; set; }

    /// <summary>The profile to take settings from, and credentials for New-SSOOIDCTokenWithIAM.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [Alias("StoredCredentials", "AWSProfileName")]
    [ArgumentCompleter(typeof(ProfileNameCompleter))]
    public string? ProfileName { get; set; }

    /// <summary>The credentials file to look the profile up in, or its folder.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [Alias("AWSProfilesLocation", "ProfilesLocation")]
    public string? ProfileLocation { get; set; }

    /// <summary>Credentials to sign New-SSOOIDCTokenWithIAM with: an AWS SDK credentials object, a PSCredential, or an object with AccessKeyId and SecretAccessKey.</summary>
    [Parameter(ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    public CredentialArgument? Credential
    {
        get;
        set => field = value is not { IsCredentials: false } ? value : _passesOverOthers ? null : throw value.Refuse();
    }

    /// <summary>Taken for compatibility: SAML role profiles, its only use, are not supported.</summary>
    [Parameter(ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    public NetworkCredentialArgument? NetworkCredential
    {
        get;
        set => field = value is not { IsCredential: false } ? value : _passesOverOthers ? null : throw value.Refuse();
    }

    /// <summary>Uses the FIPS endpoint.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [EmptyIsAbsent(IsSwitch = true)]
    public SwitchParameter UseFipsEndpoint { get; set; }

    /// <summary>Uses the dual-stack (IPv4 and IPv6) endpoint.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [EmptyIsAbsent(IsSwitch = true)]
    public SwitchParameter UseDualStackEndpoint { get; set; }

    /// <summary>The proxy to use instead of the system's.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    public Uri? Proxy
    {
        get;
        set => field = value is { OriginalString: "" } ? null : value;
    }

    /// <summary>User name and password for the proxy.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    public PSCredential? ProxyCredential { get; set; }

    /// <summary>The most seconds a request may take; 0 for no limit.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [EmptyIsAbsent]
    [OptionalRange(0, int.MaxValue)]
    public int? TimeoutSec { get; set; }

    /// <summary>The most retries after the first request.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [EmptyIsAbsent]
    [OptionalRange(0, 100)]
    public int? MaximumRetryCount { get; set; }

    /// <summary>The region of the client; null where an endpoint made it needless.</summary>
    private protected string? ResolvedRegion => _client?.Options.Region;

    /// <summary>The endpoint that was configured instead of the region's, or null.</summary>
    private protected string? ResolvedEndpoint => _client?.Options.EndpointUrl?.OriginalString;

    /// <summary>Whether the operation is signed; no other looks at credentials.</summary>
    private protected virtual bool IsSigned => false;

    /// <summary>The client of this record: the last record's, unless a parameter has changed.</summary>
    /// <exception cref="SsoOidcConfigurationException">A setting is missing or malformed.</exception>
    private protected SsoOidcClient GetClient()
    {
        var arguments = GetArguments();
        if (_client is null || arguments != _arguments)
        {
            _client?.Dispose();
            _client = CreateClient(arguments);
            _arguments = arguments;
        }

        return _client;
    }

    /// <summary>
    /// From here on it is records that are bound, each to <c>-Credential</c> too. One that is no credential is passed over, since to refuse
    /// it costs the engine exceptions, as much time as the rest of its work. But what a script block of <c>-Credential</c> gives is refused,
    /// and so is a record that need not bind to anything else, as the client is known: the engine then says that it binds to nothing.
    /// </summary>
    protected override void BeginProcessing() =>
        _passesOverOthers = Target is "" && !MyInvocation.BoundParameters.ContainsKey(nameof(Credential));

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        if (disposing)
            _client?.Dispose();
        base.Dispose(disposing);
    }

    /// <summary>The environment and the profile of a call.</summary>
    private protected AwsSettings GetSettings(ClientArguments arguments) =>
        new(new AwsConfig(ShellServices.EnvironmentOf(SessionState.Path, StopToken), arguments.ProfileLocation), arguments.ProfileName);

    /// <summary>What this call gives itself: a parameter before its like in <c>-ClientConfig</c>, and both before the shell session's variables.</summary>
    /// <exception cref="ArgumentException">A parameter is malformed.</exception>
    private protected ClientArguments GetArguments()
    {
        var given = _shellArguments ??= new ShellVariables(SessionState).ToArguments();
        if (ClientConfig is not null)
            given = ClientConfigArgument.Read(ClientConfig, given);
        return given with
        {
            Region = Of(RegionArgument.NameOf(Region), nameof(Region)) ?? given.Region,
            ProfileName = Of(NullIfEmpty(ProfileName), nameof(ProfileName)),
            ProfileLocation = NullIfEmpty(ProfileLocation),
            EndpointUrl = Of(EndpointArgument.Parse(EndpointUrl, "-EndpointUrl"), nameof(EndpointUrl)) ?? given.EndpointUrl,
            UseFips = UseFipsEndpoint ? Of(true, nameof(UseFipsEndpoint)) : given.UseFips,
            UseDualStack = UseDualStackEndpoint ? Of(true, nameof(UseDualStackEndpoint)) : given.UseDualStack,
            MaxAttempts = MaximumRetryCount is { } retries ? Of(retries + 1, nameof(MaximumRetryCount)) : given.MaxAttempts,
            Timeout = TimeoutSec is { } seconds ? Of(seconds == 0 ? Timeout.InfiniteTimeSpan : TimeSpan.FromSeconds(seconds), nameof(TimeoutSec)) : given.Timeout,
            Proxy = Proxy is null && ProxyCredential is null ? given.Proxy : Of(GivenProxy().ToProxy(), nameof(Proxy)),
            AccessKey = NullIfEmpty(AccessKey),
            SecretKey = NullIfEmpty(SecretKey),
            SessionToken = NullIfEmpty(SessionToken),
            Credential = Of<IAwsCredentialsProvider>(Credential, nameof(Credential)),
        };
    }

    private static Setting<T>? Of<T>(T? value, string parameter) => value is null ? null : new Setting<T>(value, "the parameter " + parameter);

    private SsoOidcClient CreateClient(ClientArguments arguments)
    {
        var settings = GetSettings(arguments);
        var options = ClientConfiguration.Resolve(settings, arguments, IsSigned, DebugListener);
        var client = new SsoOidcClient(options with
        {
            Credentials = IsSigned ? GetCredentials(settings, options, arguments) : null,
            UsesCallingThread = true,
            RequestCompleted = summary => TellPipeline(() => WriteRequest(summary)),
        });
        if (EndpointResolver.WarningOf(client.Endpoint) is { } warning)
            WarnOnce(warning);
        return client;
    }

    private ProxyArgument GivenProxy()
    {
        if (Proxy is null)
            throw new ArgumentException("-ProxyCredential goes with -Proxy.");
        if (!Proxy.IsAbsoluteUri)
            throw new ArgumentException($"-Proxy '{Shown.Clean(Proxy.OriginalString)}' is not an absolute address; expected one like http://proxy.example:8080.");
        if (Proxy.UserInfo.Length > 0)
            throw new ArgumentException("-Proxy holds a user name, which is not used from there; give the address alone, and -ProxyCredential.");
        return new ProxyArgument(Proxy, ProxyCredential is null ? null : new ProxyCredential(ProxyCredential.UserName, ProxyCredential.GetNetworkCredential().Password));
    }

    /// <summary>The sources in their order; none is asked before the first request is signed.</summary>
    private CredentialChain GetCredentials(AwsSettings settings, SsoOidcClientOptions options, ClientArguments arguments)
    {
        // One that is piped binds here and as the access key.
        if (NetworkCredential is not null && Credential?.Source != NetworkCredential.Source)
            WriteWarning("-NetworkCredential is not used: SAML role profiles are not supported. Give -Credential instead.");
        if (arguments.AccessKey is null != arguments.SecretKey is null)
            throw new ArgumentException("-AccessKey and -SecretKey go together, for temporary keys with -SessionToken.");
        var context = new CredentialContext
        {
            Settings = settings,
            // The profile's session is of another place than the endpoint of this call may be.
            SsoTokens = new SessionTokens(ShellServices.Create(this, settings, new CmdletLoginUi(this, options.TimeProvider), arguments with { EndpointUrl = null })),
            Region = options.Region,
            MfaPrompt = new MfaPrompt(this).AskAsync,
            Debug = text => PostToPipeline(() => WriteDebug(text)),
            Warn = text => PostToPipeline(() => WarnOnce(text)),
            Proxy = options.Proxy,
            CaBundle = options.CaBundle,
            MaxAttempts = options.MaxAttempts,
            RetryMode = options.RetryMode,
        };
        return new CredentialChain(context, arguments);
    }
}
