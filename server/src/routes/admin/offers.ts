import { requires } from '../../utils/requires';

export default [
  {
    method: 'GET',
    path: '/offers',
    handler: 'offers.find',
    config: requires('seeIntegration'),
  },
  {
    method: 'GET',
    path: '/offers/waiting-buyers',
    handler: 'offers.waitingBuyers',
    config: requires('seeIntegration'),
  },
  {
    method: 'PUT',
    path: '/offers/mappings',
    handler: 'offers.saveMappings',
    config: requires('manageMappings'),
  },
  {
    method: 'PUT',
    path: '/offers/:id',
    handler: 'offers.update',
    config: requires('manageMappings'),
  },
];
