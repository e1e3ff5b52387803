using System.Net;
using System.Text;
using SsoOidc.Base;
using SsoOidc.Http;

namespace SsoOidc.Credentials;

/// <summary>The credentials endpoint of ECS, EKS and the like, which variables name.</summary>
internal sealed class ContainerCredentials : ICredentialSource
{
    private const string EcsHost = "169.254.170.2";

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);
    private static readonly string[] MetadataHosts = [EcsHost, "169.254.170.23", "[fd00:ec2::23]", "localhost"];

    private readonly CredentialContext _context;
    private readonly Uri _address;

    private ContainerCredentials(CredentialContext context, Uri address)
    {
        _context = context;
        _address = address;
    }

    public string Description => $"the container credentials of {Shown.Clean(Shown.WithoutUserInfo(_address.GetLeftPart(UriPartial.Path)))}";

    public string Identity => $"container|{_address.AbsoluteUri}|{(TokenFile is { } file ? SecretFile.Fingerprint(file) : CredentialParts.Fingerprint(Token))}";

    public bool IsCacheable => true;

    private string? TokenFile => _context.Environment.Get("AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE") is { } file ? _context.Environment.Resolve(file) : null;

    private string? Token => _context.Environment.Get("AWS_CONTAINER_AUTHORIZATION_TOKEN");

    /// <summary>The source that AWS_CONTAINER_CREDENTIALS_RELATIVE_URI or _FULL_URI names; <c>null</c> if neither is set.</summary>
    /// <exception cref="CredentialsException">The address cannot be used.</exception>
    public static ContainerCredentials? Find(CredentialContext context)
    {
        var variables = context.Environment;
        if (variables.Get("AWS_CONTAINER_CREDENTIALS_RELATIVE_URI") is { } relative)
            return new ContainerCredentials(context, RelativeAddress(relative));
        return variables.Get("AWS_CONTAINER_CREDENTIALS_FULL_URI") is { } full ? new ContainerCredentials(context, FullAddress(full)) : null;
    }

    public async Task<AwsCredentials> FetchAsync(CancellationToken cancellationToken)
    {
        var call = new HeaderCall(Description, Patience, maxAttempts: 3, HttpMethod.Get, _address, "Authorization", ReadAuthorization());
        using var answer = await CredentialHttp.SendAsync(_context, call, isDirect: _address.Scheme == Uri.UriSchemeHttp, cancellationToken).ConfigureAwait(false);
        if (!answer.IsSuccess)
            throw new CredentialsException(Description, $"the endpoint answered with HTTP status {(int)answer.StatusCode}{ReasonIn(answer.Body.ToArray())}");

        return CredentialParts.Read(Description, CredentialParts.ParseObject(Description, answer.Body.ToArray()), "Token", _context.TimeProvider);
    }

    /// <summary>The endpoint's own words: ECS sends an object with code and message, EKS a line of text.</summary>
    private static string ReasonIn(byte[] body)
    {
        var said = JsonMembers.Open(body, out _) is { } members
            ? string.Join(": ", new[] { members.Text("code") ?? members.Text("Code"), members.Text("message") ?? members.Text("Message") }.Where(part => part is not null))
            : Encoding.UTF8.GetString(body);
        return Shown.Clean(said, 300).Trim() is { Length: > 0 } text ? " and said: " + text : ".";
    }

    private static Uri RelativeAddress(string path) =>
        path[0] == '/' && Uri.TryCreate($"http://{EcsHost}{path}", UriKind.Absolute, out var address) && address.Host == EcsHost
            ? address
            : throw new CredentialsException("AWS_CONTAINER_CREDENTIALS_RELATIVE_URI", $"'{Shown.Clean(path)}' is not a path that starts with /.");

    // The token would go to whoever the variable names: unencrypted only to this machine and the platforms' own addresses.
    private static Uri FullAddress(string text)
    {
        const string source = "AWS_CONTAINER_CREDENTIALS_FULL_URI";
        if (!Uri.TryCreate(text, UriKind.Absolute, out var address) || (address.Scheme != Uri.UriSchemeHttp && address.Scheme != Uri.UriSchemeHttps))
            throw new CredentialsException(source, $"'{Shown.Clean(Shown.WithoutUserInfo(text))}' is not an http or https URL.");
        if (address.Scheme == Uri.UriSchemeHttps || MetadataHosts.Contains(address.Host, StringComparer.OrdinalIgnoreCase) || IsLoopback(address))
            return address;
        throw new CredentialsException(source, $"http to {Shown.Clean(address.Host)} is not allowed. Use https, or http to a loopback address, {EcsHost}, 169.254.170.23 or [fd00:ec2::23].");
    }

    private static bool IsLoopback(Uri address) => IPAddress.TryParse(address.DnsSafeHost, out var ip) && IPAddress.IsLoopback(ip);

    private string? ReadAuthorization()
    {
        var token = TokenFile is { } file ? SecretFile.Read(Description, file) : Token;
        return token is null || token.IndexOfAny(['\r', '\n']) < 0
            ? token
            : throw new CredentialsException(Description, "the authorization token has a line break in it.");
    }
}
