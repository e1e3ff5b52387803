using System.Security.Cryptography;
using System.Text;
using SsoOidc.FakeEndpoint.Http;
using SsoOidc.FakeEndpoint.State;

namespace SsoOidc.FakeEndpoint.Operations;

internal static class ClientAuthentication
{
    public static ClientRegistration Check(Store store, string clientId, string clientSecret)
    {
        var known = store.Clients.TryGetValue(clientId, out var client)
            && CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(client.Secret), Encoding.UTF8.GetBytes(clientSecret));
        if (!known)
            throw new ServiceException(ErrorKind.InvalidClient, "Invalid client credentials provided");
        if (store.Now >= client!.ExpiresAt)
            throw new ServiceException(ErrorKind.InvalidClient, "Client registration has expired");
        return client;
    }

    public static void Allow(ClientRegistration client, string grantType)
    {
        if (!(client.GrantTypes ?? GrantTypes.Default).Contains(grantType))
            throw new ServiceException(ErrorKind.UnauthorizedClient, "Client is not registered for this grant type");
    }
}
