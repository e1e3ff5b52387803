using System.Management.Automation;
using SsoOidc.Parameters;

namespace SsoOidc.Commands;

/// <summary>Creates or refreshes a token for an application, signed with AWS credentials.</summary>
[Cmdlet(VerbsCommon.New, "SSOOIDCTokenWithIAM", HelpUri = HelpPages.Address + "New-SSOOIDCTokenWithIAM.md", SupportsShouldProcess = true, ConfirmImpact = ConfirmImpact.Medium)]
[OutputType(typeof(IamToken))]
public sealed class NewSSOOIDCTokenWithIAMCommand : TokenCmdlet<CreateTokenWithIAMRequest, CreateTokenWithIAMResponse, IamToken>
{
    /// <summary>The ARN of the application.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    public string ClientId { get; set; } = "";

    /// <summary>The JWT of a trusted token issuer.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    public string? Assertion { get; set; }

    /// <summary>The grant; known from the code, token or assertion that is given.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [ArgumentCompleter(typeof(IamGrantTypeCompleter))]
    public string? GrantType { get; set; }

    /// <summary>The type of the wanted token; an access token when absent.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [ArgumentCompleter(typeof(RequestedTokenTypeCompleter))]
    public string? RequestedTokenType { get; set; }

    /// <summary>Scopes that narrow the grant.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [ArgumentCompleter(typeof(ScopeCompleter))]
    public string[]? Scope { get; set; }

    /// <summary>The token to exchange.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    public string? SubjectToken { get; set; }

    /// <summary>The type of the token to exchange; the service takes an access token.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [ArgumentCompleter(typeof(SubjectTokenTypeCompleter))]
    public string? SubjectTokenType { get; set; }

    private protected override object Target => ClientId;

    private protected override bool IsSigned => true;

    private protected override CreateTokenWithIAMRequest CreateRequest()
    {
        var grantType = GrantArgument.Resolve(
            GrantType,
            new GrantCandidate(GrantTypes.AuthorizationCode, nameof(Code), Code),
            new GrantCandidate(GrantTypes.RefreshToken, nameof(RefreshToken), RefreshToken),
            new GrantCandidate(GrantTypes.JwtBearer, nameof(Assertion), Assertion),
            new GrantCandidate(GrantTypes.TokenExchange, nameof(SubjectToken), SubjectToken));
        var isExchange = grantType == GrantTypes.TokenExchange;
        return new CreateTokenWithIAMRequest
        {
            Assertion = NullIfEmpty(Assertion),
            ClientId = ClientId,
            Code = NullIfEmpty(Code),
            CodeVerifier = NullIfEmpty(CodeVerifier),
            GrantType = grantType,
            RedirectUri = NullIfEmpty(RedirectUri),
            RefreshToken = NullIfEmpty(RefreshToken),
            RequestedTokenType = TokenTypeArgument.Expand(RequestedTokenType) ?? (isExchange ? TokenTypes.AccessToken : null),
            Scope = NullIfEmpty(Scope),
            SubjectToken = NullIfEmpty(SubjectToken),
            SubjectTokenType = TokenTypeArgument.Expand(SubjectTokenType) ?? (isExchange ? TokenTypes.AccessToken : null),
        };
    }

    private protected override IamToken CreateOutput(CreateTokenWithIAMResponse response) =>
        new IamToken(response) { ClientId = ClientId, Region = ResolvedRegion, SsoOidcEndpoint = ResolvedEndpoint };
}
