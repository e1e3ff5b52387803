using System.Management.Automation;
using System.Net;
using SsoOidc.Config;
using SsoOidc.Settings;

namespace SsoOidc.Parameters;

/// <summary>The session defaults that AWS.Tools' Set-AWSCredential, Set-DefaultAWSRegion and Set-AWSProxy leave in variables. Read, never written.</summary>
internal sealed class ShellVariables(SessionState state)
{
    /// <summary>What they give a call, whose parameters win over it.</summary>
    public ClientArguments ToArguments() => new()
    {
        SessionRegion = Region is { } region ? new Setting<string>(region, "$StoredAWSRegion") : null,
        SessionCredential = Credentials is { } credentials ? new Setting<IAwsCredentialsProvider>(credentials, "$StoredAWSCredentials") : null,
        Proxy = Proxy is { } proxy ? new Setting<IWebProxy>(proxy.ToProxy(), "$AWSProxy") : null,
    };

    /// <summary>The credentials of <c>$StoredAWSCredentials</c>; null without.</summary>
    public IAwsCredentialsProvider? Credentials => Value("StoredAWSCredentials") is { } stored ? CredentialArgument.OfShell(stored) : null;

    /// <summary>The region of <c>$StoredAWSRegion</c>; null without.</summary>
    public string? Region => Value("StoredAWSRegion") is { } stored ? RegionArgument.NameOf(stored, "$StoredAWSRegion") : null;

    /// <summary>The proxy of <c>$AWSProxy</c> (Hostname, Port, Credentials, BypassList, BypassOnLocal); null without.</summary>
    public ProxyArgument? Proxy => Value("AWSProxy") is { } stored ? ProxyOf(PSObject.AsPSObject(stored).Properties) : null;

    private static ProxyArgument? ProxyOf(PSMemberInfoCollection<PSPropertyInfo> settings) =>
        settings["Hostname"]?.Value is string { Length: > 0 } host && settings["Port"]?.Value is int port
            ? new ProxyArgument(
                new UriBuilder(Uri.UriSchemeHttp, host, port).Uri,
                settings["Credentials"]?.Value as ICredentials,
                settings["BypassOnLocal"]?.Value is true,
                settings["BypassList"]?.Value is IEnumerable<string> list ? string.Join("\n", list) : "")
            : null;

    private object? Value(string name) => state.PSVariable.GetValue(name);
}
