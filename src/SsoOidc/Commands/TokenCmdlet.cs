using System.Management.Automation;

namespace SsoOidc;

/// <summary>What the two token cmdlets share: the client, and the grants that both operations know.</summary>
/// <typeparam name="TRequest">The operation's request.</typeparam>
/// <typeparam name="TResponse">The operation's response.</typeparam>
/// <typeparam name="TOutput">What the cmdlet emits.</typeparam>
public abstract class TokenCmdlet<TRequest, TResponse, TOutput> : OperationCmdlet<TRequest, TResponse, TOutput>
    where TRequest : SsoOidcRequest<TResponse>
    where TResponse : SsoOidcResponse
    where TOutput : TResponse
{
    /// <summary>The authorization code.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    public string? Code { get; set; }

    /// <summary>The PKCE verifier of the authorization code.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    public string? CodeVerifier { get; set; }

    /// <summary>The redirect URI that was used at /authorize, with its port.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    public string? RedirectUri { get; set; }

    /// <summary>The refresh token.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    public string? RefreshToken { get; set; }
}
