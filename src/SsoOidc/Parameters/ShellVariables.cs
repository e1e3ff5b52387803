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
    public IAwsCredentialsProvider? Credentials => CredentialArgument.OfShell(state.PSVariable.GetValue("StoredAWSCredentials"));

    /// <summary>The region of <c>$StoredAWSRegion</c>; null without.</summary>
    public string? Region => RegionArgument.NameOf(state.PSVariable.GetValue("StoredAWSRegion"), "$StoredAWSRegion");

    /// <summary>The proxy of <c>$AWSProxy</c> (Hostname, Port, Credentials, BypassList, BypassOnLocal); null without.</summary>
    public ProxyArgument? Proxy
    {
        get
        {
            if (state.PSVariable.GetValue("AWSProxy") is not { } value)
                return null;
            var settings = PSObject.AsPSObject(value).Properties;
            return settings["Hostname"]?.Value is string { Length: > 0 } host && settings["Port"]?.Value is int port
                ? new ProxyArgument(
                    new UriBuilder(Uri.UriSchemeHttp, host, port).Uri,
                    settings["Credentials"]?.Value as ICredentials,
                    settings["BypassOnLocal"]?.Value is true,
                    settings["BypassList"]?.Value is IEnumerable<string> list ? string.Join("\n", list) : "")
                : null;
        }
    }
}
