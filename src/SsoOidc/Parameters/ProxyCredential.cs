using System.Net;

namespace SsoOidc.Parameters;

/// <summary>Credentials of a proxy, equal by value; never printed.</summary>
internal sealed record ProxyCredential(string UserName, string Password) : ICredentials
{
    public NetworkCredential GetCredential(Uri uri, string authType) => new(UserName, Password);

    public override string ToString() => nameof(ProxyCredential);
}
