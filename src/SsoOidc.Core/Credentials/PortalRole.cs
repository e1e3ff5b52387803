using System.Net;
using SsoOidc.Base;
using SsoOidc.Config;
using SsoOidc.Http;
using SsoOidc.Login.Flows;

namespace SsoOidc.Credentials;

/// <summary>A role in an account, as the portal's GetRoleCredentials takes it.</summary>
internal sealed class PortalRole(ConfigSection profile, LoginTarget target, Uri endpoint, string accountId, string roleName)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(15);

    private readonly Uri _address = new(
        $"{endpoint.AbsoluteUri.TrimEnd('/')}/federation/credentials?role_name={Uri.EscapeDataString(roleName)}&account_id={Uri.EscapeDataString(accountId)}");

    public string Description { get; } = $"SSO role {Shown.Clean(roleName)} in account {Shown.Clean(accountId, 20)} of {profile.Title}";

    public string Identity => $"sso|{target.CacheKey}|{_address.AbsoluteUri}";

    public async Task<AwsCredentials> GetCredentialsAsync(CredentialContext context, string token, CancellationToken cancellationToken)
    {
        var call = new HeaderCall(Description, Patience, context.MaxAttempts, HttpMethod.Get, _address, "x-amz-sso_bearer_token", token);
        using var answer = await CredentialHttp.SendAsync(context, call, isDirect: false, cancellationToken).ConfigureAwait(false);
        return answer.IsSuccess ? Read(answer.Body.ToArray(), context.TimeProvider) : throw Refused(answer.StatusCode);
    }

    private AwsCredentials Read(byte[] body, TimeProvider time)
    {
        var role = CredentialParts.ParseObject(Description, body).Object("roleCredentials")
            ?? throw new CredentialsException(Description, "the portal's answer has no roleCredentials.");
        return CredentialParts.Create(
            Description,
            role.Text("accessKeyId"),
            role.Text("secretAccessKey"),
            role.Text("sessionToken"),
            ReadExpiration(role.Number("expiration")),
            time);
    }

    // Milliseconds since 1970; a number outside of the calendar is cut to its end.
    private static DateTimeOffset? ReadExpiration(double? milliseconds) => milliseconds is { } end
        ? DateTimeOffset.FromUnixTimeMilliseconds((long)Math.Max(0, Math.Min(end, DateTimeOffset.MaxValue.ToUnixTimeMilliseconds())))
        : null;

    private CredentialsException Refused(HttpStatusCode status) => status switch
    {
        HttpStatusCode.Unauthorized => new(Description, $"the portal refused the token of the session {target.Display}: the session is over. Log in: {target.ConnectCommand} -Force"),
        HttpStatusCode.Forbidden => new(Description, "the portal says that the role is not assigned to you. Check sso_account_id and sso_role_name."),
        HttpStatusCode.NotFound => new(Description, "the portal knows no such account or role. Check sso_account_id, sso_role_name and sso_region."),
        _ => new(Description, $"the portal answered with HTTP status {(int)status}."),
    };
}
